// The input area: text, files, a reply, the menu, and in a group the choice of person.

import { say } from "./api.js";
import { Attached } from "./attached.js";
import { byId, el, setText } from "./dom.js";
import { Menu } from "./menu.js";
import { summary } from "./message.js";
import { complain } from "./notice.js";
import { actorsOf, isPrivate, nameOf, refresh, world } from "./world.js";

const LONGEST = 4096; // Telegram's clients cut a longer text into several messages
const TALLEST_PX = 160;

/** Splits at a line break if there is one. */
export function pieces(text) {
  const found = [];
  let rest = text;
  while (rest.length > LONGEST) {
    const border = rest.lastIndexOf("\n", LONGEST);
    const end = border > 0 ? border : LONGEST;
    found.push(rest.slice(0, end));
    rest = rest.slice(end).replace(/^\n/, "");
  }
  return [...found, rest].filter((piece) => piece.trim() !== "");
}

export class Composer {
  constructor(onSent) {
    this.onSent = onSent;
    this.place = null;
    this.replyTo = null;
    this.busy = false;
    this.drafts = new Map();
    this.text = byId("text");
    this.attached = new Attached(() => this.paintSend());
    this.menu = new Menu(this.text, (command) => this.command(command));
    this.#listen();
  }

  #listen() {
    byId("line").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.text.addEventListener("keydown", (event) => this.#key(event));
    this.text.addEventListener("input", () => this.#typed());
    byId("start").addEventListener("click", () => this.say("/start"));
    byId("unreply").addEventListener("click", () => this.reply(null));
  }

  #key(event) {
    // Safari reports Enter as 229 when it only confirms an input method's text.
    if (event.isComposing || event.keyCode === 229 || this.menu.key(event)) return;
    if (event.key === "Escape") this.reply(null);
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    this.send();
  }

  #typed() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, TALLEST_PX)}px`;
    this.menu.filter(this.text.value);
    this.paintSend();
  }

  #write(text) {
    this.text.value = text;
    this.#typed();
  }

  open(chat, person) {
    if (this.place && this.place.chat !== chat) this.drafts.set(this.place.chat, this.text.value);
    const moved = this.place?.chat !== chat;
    this.place = { chat, person };
    this.menu.open(person, chat);
    if (!moved) return;
    this.reply(null);
    this.attached.clear();
    this.#write(this.drafts.get(chat) ?? "");
    if (matchMedia("(hover: hover)").matches) this.text.focus({ preventScroll: true });
  }

  paint({ empty }) {
    const { chat, person } = this.place;
    const stopped = isPrivate(chat) && Boolean(world.people.get(person)?.blocked);
    const starting = isPrivate(chat) && empty && !stopped;
    byId("start").hidden = !starting;
    byId("stopped").hidden = !stopped;
    setText(byId("stopped-text"), stopped ? `${nameOf(person)}已停用机器人，收不到它的消息。` : "");
    byId("line").hidden = stopped || starting || !world.people.has(person);
    this.#paintActors(chat, person);
    this.paintSend();
  }

  #paintActors(chat, person) {
    const select = byId("acting-as");
    const actors = isPrivate(chat) ? [] : actorsOf(chat);
    byId("acting").hidden = actors.length === 0;
    const wanted = actors.map((id) => [id, [nameOf(id), world.people.get(id)?.about].filter(Boolean).join(" · ")]);
    const shown = JSON.stringify(wanted);
    if (select.dataset.shown !== shown) {
      select.dataset.shown = shown;
      select.replaceChildren(...wanted.map(([id, name]) => el("option", { value: id }, name)));
    }
    select.value = String(person);
  }

  paintSend() {
    byId("send").disabled = this.busy || (this.text.value.trim() === "" && this.attached.files.length === 0);
    byId("start").disabled = this.busy;
  }

  reply(message) {
    this.replyTo = message;
    byId("replying").hidden = !message;
    setText(byId("replying-to"), message ? `回复 ${nameOf(message.from)}：${summary(message)}` : "");
    if (message) this.text.focus();
  }

  /** In a group Telegram's clients add the bot's name to a command, so that other bots stay silent. */
  command(command) {
    const bare = command.startsWith("/") ? command : `/${command}`;
    const named = isPrivate(this.place.chat) || bare.includes("@") ? bare : `${bare}@${world.bot.username}`;
    if (this.text.value.startsWith("/")) this.#write("");
    return this.say(named);
  }

  say(text) {
    return this.#once(() => this.#post(text, null), "没有发出去，请再试一次。");
  }

  async send() {
    const text = this.text.value.trim();
    const reply = this.replyTo;
    if (this.busy || (text === "" && this.attached.files.length === 0)) return;
    const { place } = this;
    this.#write("");
    const sent = await this.#once(async () => {
      const caption = await this.attached.send(this.#target(), text);
      for (const piece of caption ? [] : pieces(text)) await this.#post(piece, reply);
    }, "没有发出去，内容还在输入框里。");
    if (sent) this.reply(null);
    else if (place === this.place && this.text.value === "") this.#write(text);
  }

  #target() {
    const { chat, person } = this.place;
    return isPrivate(chat) ? { person } : { person, chat };
  }

  #post(text, reply) {
    const thread = reply && reply.thread; // a reply stays in its topic
    return say({ ...this.#target(), text, ...(reply && { reply_to: reply.id }), ...(thread && { thread }) });
  }

  /** Runs one action at a time, and ignores clicks meanwhile. True if it succeeded. */
  async #once(action, otherwise) {
    if (this.busy) return false;
    this.busy = true;
    this.paintSend();
    try {
      await action();
      this.onSent();
      await refresh().catch(() => {}); // the live loop reports an unreachable server
      return true;
    } catch (error) {
      complain(error, otherwise);
      return false;
    } finally {
      this.busy = false;
      this.paintSend();
    }
  }
}
