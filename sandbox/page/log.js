// The messages on the screen: one element per message, grouped by day, updated one by one.

import { byId, el, setText } from "./dom.js";
import { paintMessage } from "./message.js";
import { dayKey, dayName } from "./times.js";
import { world } from "./world.js";

const NEAR_PX = 48; // this close to the end counts as being at the end

export class Log {
  constructor() {
    this.frame = byId("log");
    this.days = byId("days");
    this.nodes = new Map();
    this.view = null;
    this.atEnd = true;
    this.top = 0;
    this.news = 0;
    this.frame.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    // If the view was at the end, it stays there when pictures load, messages grow or a keyboard opens.
    const observer = new ResizeObserver(() => this.atEnd && this.#jumpToEnd());
    observer.observe(this.days);
    observer.observe(this.frame);
  }

  /** `view`: {person, isGroup, nameOf(id), messageOf(id)}. */
  show(view, messages) {
    this.view = view;
    this.nodes.clear();
    this.days.replaceChildren();
    [...messages].sort((one, other) => one.id - other.id).forEach((message) => this.#put(message));
    this.toEnd();
  }

  /** Applies changed messages; `whole` means that all others are gone. */
  apply(messages, whole) {
    if (whole) {
      const kept = new Set(messages.filter((message) => !message.deleted).map((message) => message.id));
      [...this.nodes.keys()].filter((id) => !kept.has(id)).forEach((id) => this.#remove(id));
    }
    for (const message of messages) {
      if (message.deleted) this.#remove(message.id);
      else this.#put(message, true);
    }
    this.#markLatest();
  }

  #put(message, live = false) {
    const known = this.nodes.get(message.id);
    const node = known ?? el("article", { tabindex: "-1" });
    const focused = known ? this.#focusedKey(known) : -1;
    paintMessage(node, message, this.view);
    if (focused >= 0) node.querySelectorAll(".key")[focused]?.focus({ preventScroll: true });
    if (known) return;
    this.nodes.set(message.id, node);
    if (live) node.classList.add("fresh");
    if (live && !this.atEnd) this.news += 1;
    this.#place(node, message);
  }

  #focusedKey(node) {
    return [...node.querySelectorAll(".key")].indexOf(document.activeElement);
  }

  #place(node, message) {
    const section = this.#day(message.at);
    let next = null;
    let before = section.lastElementChild;
    while (before && Number(before.dataset.id) > message.id) {
      next = before;
      before = before.previousElementSibling;
    }
    section.insertBefore(node, next);
  }

  #day(at) {
    const key = dayKey(at);
    const sections = [...this.days.children];
    const found = sections.findLast((section) => section.dataset.day === key);
    if (found) return found;
    const made = el("section", { "data-day": key }, el("h2", { class: "day", "data-id": "0" }, dayName(at, world.now)));
    this.days.insertBefore(made, sections.find((section) => section.dataset.day > key) ?? null);
    return made;
  }

  #remove(id) {
    const node = this.nodes.get(id);
    const section = node?.parentElement;
    node?.remove();
    this.nodes.delete(id);
    if (section?.children.length === 1) section.remove(); // only the date is left
  }

  jumpTo(id) {
    const node = this.nodes.get(id);
    if (!node) return false;
    node.scrollIntoView({ block: "center" });
    node.classList.remove("flash");
    requestAnimationFrame(() => node.classList.add("flash"));
    return true;
  }

  toEnd() {
    this.atEnd = true;
    this.#jumpToEnd();
    this.#markLatest();
  }

  #jumpToEnd() {
    this.frame.scrollTop = this.frame.scrollHeight;
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.frame;
    // A loading picture also moves the end away; only scrolling up means leaving it.
    if (scrollHeight - scrollTop - clientHeight < NEAR_PX) this.atEnd = true;
    else if (scrollTop < this.top) this.atEnd = false;
    this.top = scrollTop;
    this.#markLatest();
  }

  #markLatest() {
    if (this.atEnd) this.news = 0;
    byId("latest").hidden = this.atEnd;
    byId("latest-count").hidden = this.news === 0;
    setText(byId("latest-count"), String(this.news));
  }
}
