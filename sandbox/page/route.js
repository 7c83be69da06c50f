// The open chat, kept in the address (#/chat or #/group/person), so that back, reload and a second window work.

const ROUTE = /^#\/(-?\d+)(?:\/(\d+))?$/;

/** {chat, person} or null for the list. In a private chat the person is the chat. */
export function here() {
  const found = ROUTE.exec(location.hash);
  if (!found) return null;
  const chat = Number(found[1]);
  return { chat, person: chat > 0 ? chat : Number(found[2] ?? 0) };
}

export function go(chat, person = chat, { instead = false } = {}) {
  const hash = chat > 0 ? `#/${chat}` : `#/${chat}/${person}`;
  if (location.hash === hash) return;
  if (instead) {
    history.replaceState(null, "", hash);
    dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    location.hash = hash;
  }
}

export function goToList() {
  location.hash = "";
}
