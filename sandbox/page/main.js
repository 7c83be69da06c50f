// Connects the parts: the list, the open chat, the clock, and the update loop.

import { actorFor, composer, exists, listenChat, openChat, paintChat } from "./chat.js";
import { listenDial, paintDial } from "./dial.js";
import { byId, setText } from "./dom.js";
import { listenList, paintList } from "./list.js";
import { live } from "./live.js";
import { listenNotices } from "./notice.js";
import { listenPresses } from "./presses.js";
import { go, goToList, here } from "./route.js";
import { onWorld, world } from "./world.js";

const WIDE = matchMedia("(min-width: 720px)");

let shown = null; // the address that is shown now

function follow() {
  const place = here();
  document.body.classList.toggle("in-chat", Boolean(place && exists(place)));
  shown = location.hash;
  openChat(place);
  paintList();
}

/** On a wide screen, opens a chat by default, so that newcomers see the bot instead of an empty frame. */
function chooseSomebody() {
  const [first] = world.people.keys();
  if (!here() && WIDE.matches && first !== undefined) go(first, first, { instead: true });
}

/** A person who has left a group can't act in it any more. */
function actAsMember() {
  const place = here();
  if (place && exists(place) && actorFor(place.chat) !== place.person) go(place.chat, actorFor(place.chat), { instead: true });
}

function painted() {
  setText(document.querySelector("title"), `${world.bot.name} · 演示`);
  chooseSomebody();
  actAsMember();
  paintDial();
  const place = here();
  const stale = Boolean(place && exists(place)) === byId("chat").hidden;
  if (shown !== location.hash || stale) follow();
  paintChat();
  paintList();
}

function choose(chatId) {
  if (here()?.chat === chatId) composer.text.focus();
  else go(chatId, actorFor(chatId));
}

listenNotices();
listenList(choose);
listenChat();
listenPresses();
listenDial();
byId("back").addEventListener("click", goToList);
addEventListener("hashchange", () => world.bot && follow());
onWorld(painted);
live();
