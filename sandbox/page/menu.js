// The bot's command menu for this person and chat, opened by the "/" button or by typing "/".

import { getCommands } from "./api.js";
import { button, byId, el } from "./dom.js";

const TYPED = /^\/([^\s@]*)$/;

export class Menu {
  constructor(text, choose) {
    this.text = text;
    this.choose = choose;
    this.commands = [];
    this.place = null;
    this.at = -1;
    byId("menu-button").addEventListener("click", () => this.#toggle());
    byId("menu").addEventListener("click", (event) => this.#clicked(event));
    document.addEventListener("pointerdown", (event) => {
      if (!event.target.closest("#menu, #line")) this.close();
    });
  }

  open(person, chat) {
    this.place = { person, chat };
    this.close();
    this.#fetch();
  }

  /** Shows the known menu and reloads it, since the person's role may have changed. */
  async #fetch() {
    const { place } = this;
    const commands = await getCommands(place.person, place.chat).catch(() => []);
    if (place !== this.place) return;
    this.commands = commands;
    byId("menu-button").hidden = commands.length === 0;
  }

  async #toggle() {
    if (!byId("menu").hidden) {
      this.close();
      return;
    }
    await this.#fetch();
    this.#show(this.commands);
    this.text.focus();
  }

  filter(typed) {
    const found = TYPED.exec(typed);
    const wanted = found?.[1].toLowerCase() ?? "";
    const fits = ({ command, description }) => command.startsWith(wanted) || description.includes(wanted);
    if (found) this.#show(this.commands.filter(fits));
    else this.close();
  }

  #show(commands) {
    const menu = byId("menu");
    menu.replaceChildren(...commands.map(({ command, description }) => {
      const words = [el("b", {}, `/${command}`), el("span", {}, description)];
      return button({ class: "option", role: "option", tabindex: "-1", "data-command": command }, ...words);
    }));
    this.#hide(commands.length === 0);
    this.#mark(-1);
    menu.scrollTop = 0;
  }

  close() {
    this.#hide(true);
  }

  #hide(hidden) {
    byId("menu").hidden = hidden;
    byId("menu-button").setAttribute("aria-expanded", String(!hidden));
  }

  #mark(at) {
    const options = [...byId("menu").children];
    this.at = options.length === 0 ? -1 : Math.max(-1, Math.min(at, options.length - 1));
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.at)));
    options[this.at]?.scrollIntoView({ block: "nearest" });
  }

  #clicked(event) {
    const option = event.target.closest(".option");
    if (!option) return;
    this.close();
    this.choose(option.dataset.command);
  }

  /** True if the menu handled the key. Enter counts only with a selected command: "/2.2.4" is the person's own text. */
  key(event) {
    if (byId("menu").hidden) return false;
    const options = byId("menu").children;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.#mark(this.at + (event.key === "ArrowDown" ? 1 : -1));
    else if ((event.key === "Enter" || event.key === "Tab") && this.at >= 0) options[this.at].click();
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }
}
