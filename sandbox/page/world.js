// The page's data: the state of the world, and one transcript per chat (in a group, per chat and viewer).

import { getState } from "./api.js";
import { Transcript } from "./transcript.js";
import { followZoneOf } from "./times.js";

export const world = { revision: 0, now: null, bot: null, people: new Map(), chats: new Map(), canSkip: false };

const transcripts = new Map();
const listeners = [];
let open = null; // the transcript on the screen: edits of its older messages must be seen too
let chain = Promise.resolve();

export const onWorld = (listener) => listeners.push(listener);
export const changed = () => listeners.forEach((listener) => listener());

export const isPrivate = (chatId) => chatId > 0;
export const nameOf = (id) => (id === world.bot?.id ? world.bot.name : world.people.get(id)?.name ?? world.chats.get(id)?.title ?? "已离开的成员");

/** The people who can act in a group, in the order in which they joined. */
export function actorsOf(chatId) {
  const present = (member) => !["left", "kicked"].includes(member.status) && world.people.has(member.id);
  return (world.chats.get(chatId)?.members ?? []).filter(present).map((member) => member.id);
}

export function transcriptOf(chatId, viewer) {
  const key = `${chatId}/${viewer}`;
  if (!transcripts.has(key)) transcripts.set(key, new Transcript(chatId, viewer));
  return transcripts.get(key);
}

/** The transcript used for a chat in the list: the open one, or that of a group's first member. */
export function listed(chatId) {
  if (isPrivate(chatId)) return transcriptOf(chatId, chatId);
  if (open?.chat === chatId) return open;
  const [first] = actorsOf(chatId);
  return first === undefined ? null : transcriptOf(chatId, first);
}

export function setOpen(transcript) {
  open = transcript;
}

export function setClock({ now, can_skip: canSkip }) {
  followZoneOf(now);
  Object.assign(world, { now, canSkip });
}

function take(state) {
  setClock(state);
  const byId = (things) => new Map(things.map((thing) => [thing.id, thing]));
  Object.assign(world, { revision: state.revision, bot: state.bot, people: byId(state.people), chats: byId(state.chats) });
}

async function pull(fresh) {
  take(await getState());
  const pulls = [...world.chats.values()].map((chat) => listed(chat.id)?.follow(world.chats.get(chat.id).last, fresh));
  if (open && world.chats.has(open.chat)) pulls.push(open.pull(fresh));
  await Promise.all(pulls);
  changed();
}

/** Reloads everything, one call at a time. `fresh` discards all data first, since the server may be a new one. */
export function refresh(fresh = false) {
  chain = chain.catch(() => {}).then(() => pull(fresh));
  return chain;
}
