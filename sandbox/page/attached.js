// Attachments: files chosen, pasted or dropped, then sent with the text as their caption.

import { upload } from "./api.js";
import { byId, setText } from "./dom.js";

const CAPTION_MOST = 1024;
const PICTURE = /^image\/(png|jpeg|webp)$/; // what Telegram accepts as a photo

export class Attached {
  constructor(onChange) {
    this.files = [];
    this.onChange = onChange;
    const input = byId("files");
    byId("attach").addEventListener("click", () => input.click());
    byId("unattach").addEventListener("click", () => this.clear());
    input.addEventListener("change", () => {
      this.add(input.files);
      input.value = ""; // so that choosing the same file again fires an event
    });
    byId("text").addEventListener("paste", (event) => this.#take(event, event.clipboardData));
    byId("chat").addEventListener("drop", (event) => this.#take(event, event.dataTransfer));
    byId("chat").addEventListener("dragover", (event) => event.preventDefault());
  }

  #take(event, data) {
    if (!data || data.files.length === 0) return;
    event.preventDefault();
    this.add(data.files);
  }

  add(files) {
    this.files.push(...files);
    this.#paint();
    byId("text").focus();
  }

  clear() {
    this.files = [];
    this.#paint();
  }

  #paint() {
    const [first] = this.files;
    byId("attached").hidden = !first;
    setText(byId("attached-names"), this.files.length > 1 ? `${first.name} 等 ${this.files.length} 个文件` : first?.name ?? "");
    byId("as-photo-label").hidden = !this.files.some((file) => PICTURE.test(file.type));
    this.onChange();
  }

  /** Sends what is attached, one message per file; true if the text went with the first one as its caption. */
  async send(target, text) {
    let caption = text.length <= CAPTION_MOST ? text : "";
    const carries = caption !== "" && this.files.length > 0;
    while (this.files.length > 0) {
      const [file] = this.files;
      await upload(this.#form(target, file, caption));
      caption = "";
      this.files.shift(); // so that it isn't sent again if the next file fails
      this.#paint();
    }
    return carries;
  }

  #form(target, file, caption) {
    const form = new FormData();
    for (const [name, value] of Object.entries(target)) form.set(name, String(value));
    if (caption) form.set("caption", caption);
    form.set("kind", PICTURE.test(file.type) && byId("as-photo").checked ? "photo" : "document");
    form.set("file", file, file.name);
    return form;
  }
}
