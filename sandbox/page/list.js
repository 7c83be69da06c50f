// The left column: people and groups with their last message and unread count.

import { avatar, byId, button, el, paintAvatar, setText } from "./dom.js";
import { here } from "./route.js";
import { shortTime } from "./times.js";
import { isPrivate, listed, nameOf, world } from "./world.js";

const SEARCH_FROM = 10; // a shorter list needs no search

const rows = new Map();

function makeRow(id, name) {
  const row = button({ class: "row", "data-chat": id });
  const words = el("span", { class: "row-words" });
  words.append(
    el("span", { class: "row-top" }, el("b", { class: "row-name" }), el("span", { class: "row-about" }), el("time", { class: "row-time" })),
    el("span", { class: "row-bottom" }, el("span", { class: "row-last" }), el("span", { class: "badge" })),
  );
  row.append(avatar(id, name), words);
  return row;
}

function author(message, chatId) {
  if (message.service) return "";
  if (message.out) return isPrivate(chatId) ? "" : `${world.bot.name}：`;
  return isPrivate(chatId) ? "我：" : `${nameOf(message.from)}：`;
}

function content(message) {
  if (message.service) return message.service;
  const kind = message.photo ? "[图片] " : message.document ? `[文件] ${message.document.name} ` : message.contact ? `[名片] ${message.contact.name} ` : "";
  return kind + (message.text ?? "").slice(0, 80).replace(/\s+/g, " ");
}

const excerpt = (message, chatId) => (message ? author(message, chatId) + content(message) : "");

function paintRow(row, { id, name, about }, chat) {
  const last = chat?.last && !chat.last.deleted ? chat.last : null;
  const unread = here()?.chat === id ? 0 : listed(id)?.unread() ?? 0;
  const part = (kind) => row.querySelector(`.${kind}`);
  paintAvatar(part("avatar"), id, name);
  setText(part("row-name"), name);
  setText(part("row-about"), about);
  setText(part("row-time"), last ? shortTime(last.at, world.now) : "");
  setText(part("row-last"), excerpt(last, id) || (isPrivate(id) ? "还没有开始" : "还没有消息"));
  setText(part("badge"), unread > 99 ? "99+" : String(unread));
  part("badge").hidden = unread === 0;
  part("badge").setAttribute("aria-label", `${unread} 条未读`);
  row.classList.toggle("empty", !last);
  row.setAttribute("aria-current", String(here()?.chat === id));
}

function everybody() {
  const people = [...world.people.values()].map((person) => ({
    id: person.id,
    name: person.name,
    about: person.blocked ? "已停用机器人" : person.about ?? "",
  }));
  const groups = [...world.chats.values()].filter((chat) => ["group", "supergroup"].includes(chat.type));
  return [people, groups.map((chat) => ({ id: chat.id, name: chat.title, about: "" }))];
}

const matches = (entry, wanted) => `${entry.name} ${entry.about}`.toLowerCase().includes(wanted);

function paintPart(title, entries) {
  if (entries.length === 0) return [];
  const painted = entries.map((entry) => {
    if (!rows.has(entry.id)) rows.set(entry.id, makeRow(entry.id, entry.name));
    paintRow(rows.get(entry.id), entry, world.chats.get(entry.id));
    return rows.get(entry.id);
  });
  return [heading(title), ...painted];
}

const headings = new Map();

function heading(title) {
  if (!headings.has(title)) headings.set(title, el("h2", {}, title));
  return headings.get(title);
}

/** Sorts the rows, moving only misplaced ones, so that focus and scroll position stay. */
function arrange(parent, wanted) {
  wanted.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
  while (parent.children.length > wanted.length) parent.lastChild.remove();
}

function paintSelf() {
  const person = world.people.get(here()?.person);
  const self = byId("self");
  self.hidden = !person;
  if (!person) return;
  if (self.children.length === 0) self.append(avatar(0, ""), el("p", {}, el("span", {}, "当前身份"), el("b")));
  paintAvatar(self.querySelector(".avatar"), person.id, person.name);
  setText(self.querySelector("b"), person.about ? `${person.name}（${person.about}）` : person.name);
}

export function paintList() {
  if (!world.bot) return;
  const [people, groups] = everybody();
  const wanted = byId("search").value.trim().toLowerCase();
  const found = (entries) => entries.filter((entry) => matches(entry, wanted));
  byId("search").hidden = people.length + groups.length < SEARCH_FROM;
  paintSelf();
  const rowsOfPeople = paintPart("人员", found(people));
  const rowsOfGroups = paintPart("群", found(groups));
  const none = heading(wanted ? "没有找到" : "还没有人员");
  arrange(byId("people"), rowsOfPeople.length + rowsOfGroups.length > 0 ? rowsOfPeople : [none]);
  arrange(byId("groups"), rowsOfGroups);
  byId("groups").hidden = rowsOfGroups.length === 0;
}

export function listenList(choose) {
  byId("search").addEventListener("input", paintList);
  const clicked = (event) => {
    const row = event.target.closest(".row");
    if (row) choose(Number(row.dataset.chat));
  };
  byId("people").addEventListener("click", clicked);
  byId("groups").addEventListener("click", clicked);
}
