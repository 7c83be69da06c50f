// The open chat: its header, its pinned message, and its transcript.

import { block } from "./api.js";
import { Composer } from "./composer.js";
import { byId, paintAvatar, setText } from "./dom.js";
import { Log } from "./log.js";
import { summary } from "./message.js";
import { complain } from "./notice.js";
import { go, here } from "./route.js";
import { actorsOf, isPrivate, nameOf, refresh, setOpen, transcriptOf, world } from "./world.js";

const log = new Log();
export const composer = new Composer(() => log.toEnd());
let transcript = null;

export const openTranscript = () => transcript;
export const openLog = () => log;

/** The person to act as in a group: the one who acted last, if they are a member. */
export function actorFor(chatId) {
  if (isPrivate(chatId)) return chatId;
  const actors = actorsOf(chatId);
  const last = here()?.person;
  return actors.includes(last) ? last : actors[0] ?? 0;
}

function view(chatId, person) {
  return { person, isGroup: !isPrivate(chatId), nameOf, messageOf: (id) => transcript?.messages.get(id) };
}

/** Leaves a group that is gone, because it became a supergroup, which is another chat. */
export function exists(place) {
  if (isPrivate(place.chat)) return world.people.has(place.chat);
  return world.chats.has(place.chat);
}

/** Shows the chat in the address; null shows none. */
export async function openChat(place) {
  const found = place && exists(place) ? place : null;
  byId("chat").hidden = !found;
  byId("nobody").hidden = Boolean(found);
  if (transcript) transcript.listener = null;
  transcript = found ? transcriptOf(found.chat, found.person) : null;
  setOpen(transcript);
  if (!found) return;
  transcript.listener = (messages, whole) => log.apply(messages, whole);
  log.show(view(found.chat, found.person), transcript.messages.values());
  composer.open(found.chat, found.person);
  paintChat();
  const opened = transcript;
  await opened.pull().catch((error) => complain(error, "消息暂时取不到，请稍候。"));
  if (transcript === opened) paintChat();
}

function paintTop(chat, place) {
  const person = world.people.get(place.person);
  const group = !isPrivate(place.chat);
  const title = group ? chat.title : world.bot.name;
  paintAvatar(byId("top-avatar"), group ? place.chat : world.bot.id, title);
  setText(byId("top-title"), title);
  const who = [person?.name, person?.about].filter(Boolean).join(" · ");
  setText(byId("top-about"), group ? `${actorsOf(place.chat).length} 位成员` : `身份：${who}`);
  byId("block").hidden = group || Boolean(person?.blocked) || transcript.messages.size === 0;
}

function paintPinned(chat) {
  const message = chat?.pinned ? transcript.messages.get(chat.pinned) : null;
  byId("pinned").hidden = !message;
  if (message) setText(byId("pinned-text"), summary(message));
}

function paintHint(place) {
  byId("hint").hidden = transcript.messages.size > 0;
  setText(byId("hint"), isPrivate(place.chat) ? `点下面的“开始”，${world.bot.name}会告诉您能做什么。` : "群里还没有消息。");
}

export function paintChat() {
  const place = here();
  if (!transcript || !place || !exists(place)) return;
  const chat = world.chats.get(place.chat);
  paintTop(chat, place);
  paintPinned(chat);
  paintHint(place);
  composer.paint({ empty: transcript.messages.size === 0 });
  if (document.visibilityState === "visible") transcript.markSeen();
}

async function setBlocked(blocked) {
  byId("block").disabled = byId("unblock").disabled = true;
  await block(here().person, blocked)
    .then(() => refresh())
    .catch((error) => complain(error, "没有改成，请再试一次。"));
  byId("block").disabled = byId("unblock").disabled = false;
}

export function listenChat() {
  byId("latest").addEventListener("click", () => log.toEnd());
  byId("pinned").addEventListener("click", () => log.jumpTo(world.chats.get(here().chat)?.pinned));
  byId("block").addEventListener("click", () => setBlocked(true));
  byId("unblock").addEventListener("click", () => setBlocked(false));
  byId("acting-as").addEventListener("change", (event) => go(here().chat, Number(event.target.value), { instead: true }));
  document.addEventListener("visibilitychange", paintChat);
}
