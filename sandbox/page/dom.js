// Helpers that create elements; text is always inserted as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

/** el("p", {class: "note", "aria-label": "…"}, "text", child): absent (null, false) children and attributes are left out. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false && child !== ""));
  return node;
}

export function button(attributes, ...children) {
  return el("button", { type: "button", ...attributes }, ...children);
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

/** Sets text only where it differs, so that screen readers don't announce it again. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

const HUES = 7;

/** A round avatar: the last two characters of a name, as in Chinese office messengers; an icon for groups. */
export function paintAvatar(node, id, name) {
  if (node.dataset.shows === `${id}/${name}`) return node;
  node.dataset.shows = `${id}/${name}`;
  node.replaceChildren(id < 0 ? icon("group") : initials(name));
  node.className = `avatar hue${Math.abs(id) % HUES}`;
  return node;
}

function initials(name) {
  const words = name.trim().split(/\s+/);
  if (words.length > 1) return words.slice(0, 2).map((word) => Array.from(word)[0]).join("");
  return Array.from(words[0]).slice(-2).join("") || "·";
}

export const avatar = (id, name) => paintAvatar(el("span", { "aria-hidden": "true" }), id, name);
