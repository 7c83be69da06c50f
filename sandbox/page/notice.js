// The page's own notices: a toast, a pop-up, and the line about a lost connection.

import { ApiError } from "./api.js";
import { byId, el } from "./dom.js";

const SHOWN_MS = 4500;
const CHINESE = /\p{Script=Han}/u;

export function toast(text, kind = "") {
  const line = el("p", { class: `toast ${kind}` }, text);
  byId("toasts").append(line);
  while (byId("toasts").children.length > 3) byId("toasts").firstChild.remove();
  setTimeout(() => line.remove(), SHOWN_MS);
}

/** One sentence: the server's own if it is Chinese, else the caller's `otherwise`. */
export function complain(error, otherwise) {
  if (!(error instanceof ApiError)) console.error(error);
  toast(CHINESE.test(error.message) && error instanceof ApiError ? error.message : otherwise, "error");
}

const waiting = [];

function showNext() {
  const dialog = byId("alert");
  if (dialog.open || waiting.length === 0) return;
  byId("alert-text").textContent = waiting.shift();
  dialog.showModal();
}

export function popUp(text) {
  waiting.push(text);
  showNext();
}

export function showPicture(url) {
  byId("viewer-image").src = url;
  byId("viewer-open").href = url;
  byId("viewer").showModal();
}

export function connection(lost) {
  const line = byId("gone");
  if (line.hidden === !lost) return;
  line.hidden = !lost;
  if (!lost) toast("已重新连接");
}

export function listenNotices() {
  byId("alert").addEventListener("close", showNext);
  byId("viewer").addEventListener("click", (event) => {
    if (event.target === byId("viewer")) byId("viewer").close();
  });
}
