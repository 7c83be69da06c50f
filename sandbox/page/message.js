// One message as an element: bubble, quote, photo, document, text, time, and the buttons under it.

import { fileUrl } from "./api.js";
import { button, el, icon } from "./dom.js";
import { link, safeNodes } from "./safe.js";
import { clockTime } from "./times.js";

const HUES = 7;
const KILO = 1024;

function fileSize(bytes) {
  if (bytes < KILO) return `${bytes} 字节`;
  return bytes < KILO * KILO ? `${Math.ceil(bytes / KILO)} KB` : `${(bytes / KILO / KILO).toFixed(1)} MB`;
}

export function summary(message) {
  if (!message) return "消息已删除";
  const kind = message.photo ? "图片" : message.document?.name ?? (message.contact && `名片 ${message.contact.name}`);
  return (message.text || message.service || kind || "").slice(0, 120).replace(/\s+/g, " ");
}

function quote(message, view) {
  if (!message.reply_to) return null;
  const original = view.messageOf(message.reply_to);
  const words = [el("b", {}, original ? view.nameOf(original.from) : "回复"), el("span", {}, summary(original))];
  return button({ class: "quote", "data-jump": message.reply_to }, ...words);
}

function picture(message) {
  if (!message.photo) return null;
  const url = fileUrl(message.photo);
  const image = el("img", { src: url, alt: "图片", decoding: "async" });
  return button({ class: "photo", "data-photo": url, "aria-label": "放大图片" }, image);
}

function paper(message) {
  if (!message.document) return null;
  const { file_id: fileId, name, size } = message.document;
  const words = el("span", { class: "file-words" }, el("b", {}, name), el("span", {}, fileSize(size ?? 0)));
  return el("a", { class: "file", href: fileUrl(fileId), download: name, title: `下载 ${name}` }, el("span", { class: "file-mark" }, icon("file")), words);
}

function card(message) {
  if (!message.contact) return null;
  const { name, phone } = message.contact;
  const words = el("span", { class: "file-words" }, el("b", {}, name), el("span", {}, phone));
  return el("div", { class: "file" }, el("span", { class: "file-mark", "aria-label": "名片" }, name.slice(-2)), words);
}

const forwarded = (message) => message.forwarded_from && el("span", { class: "forwarded" }, `转发自 ${message.forwarded_from}`);

function meta(message) {
  const edited = message.edited ? el("span", { class: "edited" }, "已编辑") : null;
  const reactions = (message.reactions ?? []).join(" ");
  return el("span", { class: "meta" }, reactions && el("span", { class: "reactions" }, reactions), edited, el("time", { datetime: message.at }, clockTime(message.at)));
}

function text(message) {
  const nodes = safeNodes(message.html ?? "");
  const bare = nodes.length === 0 && message.photo;
  return el("div", { class: bare ? "text bare" : "text" }, ...nodes, meta(message));
}

function key({ text: label, data, url }) {
  const face = el("span", {}, label);
  if (url) {
    const anchor = link(url, face, icon("out"));
    anchor.className = "key web";
    return anchor;
  }
  return button({ class: "key", "data-data": data ?? "", title: label }, face);
}

function keyboard(message) {
  const rows = (message.buttons ?? []).filter((row) => row.length > 0);
  if (rows.length === 0) return null;
  return el("div", { class: "keys", role: "group", "aria-label": "按钮" }, ...rows.map((row) => el("div", { class: "key-row" }, ...row.map(key))));
}

function sender(message, view, mine) {
  if (!view.isGroup || mine) return null;
  return el("b", { class: `sender ink${Math.abs(message.from) % HUES}` }, view.nameOf(message.from));
}

function talk(message, view, mine) {
  const bubble = el("div", { class: "bubble" }, sender(message, view, mine), forwarded(message), quote(message, view), picture(message), paper(message), card(message), text(message));
  const reply = button({ class: "reply round", "data-reply": message.id, "aria-label": "回复这条消息" }, icon("reply"));
  return [el("div", { class: "stack" }, bubble, keyboard(message)), reply];
}

/** Fills the element of a message; the element itself is kept, so that the view doesn't jump. */
export function paintMessage(node, message, view) {
  const mine = !message.out && message.from === view.person;
  node.dataset.id = message.id;
  node.className = message.service ? "message service" : `message ${mine ? "mine" : "theirs"}`;
  node.replaceChildren(...(message.service ? [el("p", {}, message.service)] : talk(message, view, mine)));
}
