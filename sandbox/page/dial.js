// The world's clock, and the control that moves it forward.

import { moveClock } from "./api.js";
import { byId, setText } from "./dom.js";
import { complain } from "./notice.js";
import { fullTime } from "./times.js";
import { changed, refresh, setClock, world } from "./world.js";

let travelling = false;

export function paintDial() {
  if (!world.now) return;
  const words = fullTime(world.now);
  setText(byId("now"), words);
  byId("now").setAttribute("datetime", world.now);
  byId("skip").hidden = !world.canSkip;
  document.querySelectorAll(".step").forEach((step) => (step.disabled = travelling));
  document.querySelector(".dial").classList.toggle("travelling", travelling);
  setText(byId("speed-name"), travelling ? "正在快进…" : "快进");
}

async function travel(move, otherwise) {
  if (travelling) return;
  travelling = true;
  paintDial();
  try {
    const { now } = await moveClock(move);
    setClock({ now, can_skip: world.canSkip });
    changed();
    await refresh();
  } catch (error) {
    complain(error, otherwise);
  } finally {
    travelling = false;
    paintDial();
  }
}

export function listenDial() {
  byId("skip").addEventListener("click", () => travel({ skip: true }, "后面没有要发的消息，时间没有变。"));
  document.querySelectorAll("[data-advance]").forEach((step) => {
    const advance = Number(step.dataset.advance);
    step.addEventListener("click", () => travel({ advance }, "没有快进成功，请再试一次。"));
  });
}
