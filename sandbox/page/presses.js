// What a click on a message does: buttons, links, commands, pictures, quotes, spoilers.

import { getAnswers, tap } from "./api.js";
import { composer, openLog, openTranscript } from "./chat.js";
import { byId } from "./dom.js";
import { readLink } from "./links.js";
import { complain, popUp, showPicture, toast } from "./notice.js";
import { go, here } from "./route.js";
import { refresh, world } from "./world.js";

// A button must not wait forever for a bot that never answers.
const LOOKS_MS = [60, 120, 200, 300, 500, 800, 1000, 1500, 2000, 2500, 3000, 3000];

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

async function answerTo(person, query) {
  for (const pause of LOOKS_MS) {
    await sleep(pause);
    const answer = (await getAnswers(person)).find((one) => one.query === query);
    if (answer) return answer;
  }
  return null;
}

function showAnswer(answer) {
  if (answer?.url) followLink(answer.url);
  if (!answer?.text) return;
  if (answer.alert) popUp(answer.text);
  else toast(answer.text);
}

async function press(key, message) {
  if (key.getAttribute("aria-busy") === "true") return; // a double click is one tap
  key.setAttribute("aria-busy", "true");
  const { chat, person } = here();
  try {
    const { query } = await tap({ person, chat, message, data: key.dataset.data });
    showAnswer(await answerTo(person, query));
  } catch (error) {
    complain(error, "这个按钮已失效，请看最新的消息。");
    refresh().catch(() => {});
  } finally {
    key.removeAttribute("aria-busy");
  }
}

/** Opens the private chat, and sends the link's payload there, if it has one. */
async function start(payload) {
  const { chat, person } = here();
  if (!person) return;
  const arrived = chat === person || new Promise((done) => addEventListener("hashchange", done, { once: true }));
  go(person);
  await arrived; // the composer now writes to the private chat
  if (payload) composer.say(`/start ${payload}`);
}

function followLink(address) {
  const target = readLink(address, world.bot.username);
  if (target.kind === "start") start(target.payload);
  else if (target.kind === "web") window.open(target.href, "_blank", "noopener,noreferrer");
  else toast("这个链接只能在 Telegram 里打开。");
}

function clickedLink(event, anchor) {
  if (anchor.classList.contains("file") || readLink(anchor.href, world.bot.username).kind === "web") return; // left to the browser
  if (anchor.protocol === "mailto:") return;
  event.preventDefault();
  followLink(anchor.href);
}

function jump(id) {
  if (!openLog().jumpTo(Number(id))) toast("原消息已删除。");
}

function toggle(node) {
  node.classList.toggle("shown");
  if (node.hasAttribute("aria-expanded")) node.setAttribute("aria-expanded", String(node.classList.contains("shown")));
}

function clicked(event) {
  const at = (selector) => event.target.closest(selector);
  const message = Number(at(".message")?.dataset.id ?? 0);
  const key = at(".key[data-data]");
  const anchor = at("a");
  if (key) press(key, message);
  else if (anchor) clickedLink(event, anchor);
  else if (at("[data-command]")) composer.command(at("[data-command]").dataset.command);
  else if (at("[data-photo]")) showPicture(at("[data-photo]").dataset.photo);
  else if (at("[data-jump]")) jump(at("[data-jump]").dataset.jump);
  else if (at("[data-reply]")) composer.reply(openTranscript().messages.get(message));
  else if (at(".spoiler, blockquote.long")) toggle(at(".spoiler, blockquote.long"));
}

export function listenPresses() {
  byId("log").addEventListener("click", clicked);
  byId("log").addEventListener("keydown", (event) => {
    const hidden = event.target.closest?.(".spoiler, blockquote.long");
    if (!hidden || event.target !== hidden || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    toggle(hidden);
  });
}
