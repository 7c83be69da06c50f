// Rebuilds the bot's HTML element by element; only Telegram's tags are allowed.

import { button, el } from "./dom.js";

const PLAIN = { b: "b", strong: "b", i: "i", em: "i", u: "u", ins: "u", s: "s", strike: "s", del: "s", code: "code", pre: "pre" };
const SCHEMES = ["http:", "https:", "tg:", "mailto:"];
const COMMAND = /^\/\w+(@\w+)?$/;

/** The URL if it may be opened, else null. */
export function safeUrl(address) {
  try {
    const url = new URL(address);
    return SCHEMES.includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

export function link(address, ...children) {
  const href = safeUrl(address);
  return href
    ? el("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children)
    : el("span", {}, ...children);
}

function span(node, children) {
  const kinds = node.classList;
  if (kinds.contains("command") && COMMAND.test(node.textContent)) {
    return [button({ class: "word", "data-command": node.textContent }, node.textContent)];
  }
  if (node.localName === "tg-spoiler" || kinds.contains("spoiler") || kinds.contains("tg-spoiler")) {
    return [el("span", { class: "spoiler", tabindex: "0", role: "button", "aria-label": "显示隐藏的内容" }, ...children)];
  }
  return kinds.contains("mention") ? [el("span", { class: "mention" }, ...children)] : children;
}

function quote(node, children) {
  const long = node.hasAttribute("expandable") || node.classList.contains("expandable");
  return [el("blockquote", long ? { class: "long", tabindex: "0", role: "button", "aria-expanded": "false" } : {}, ...children)];
}

/** An unknown tag is removed; its text stays. */
function rebuilt(node) {
  const tag = node.localName;
  const children = clean(node);
  if (Object.hasOwn(PLAIN, tag)) return [el(PLAIN[tag], {}, ...children)];
  if (tag === "br") return ["\n"];
  if (tag === "a") return [link(node.getAttribute("href") ?? "", ...children)];
  if (tag === "blockquote") return quote(node, children);
  return span(node, children);
}

function clean(parent) {
  return Array.from(parent.childNodes).flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return [node.data];
    if (node.nodeType !== Node.ELEMENT_NODE || ["script", "style", "template"].includes(node.localName)) return [];
    return rebuilt(node);
  });
}

/** Returns nodes to append. A document made by DOMParser runs no script and loads no picture. */
export function safeNodes(html) {
  return clean(new DOMParser().parseFromString(html, "text/html").body);
}
