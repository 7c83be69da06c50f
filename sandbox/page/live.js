// Keeps the page up to date: waits for the next revision, and reconnects when the server returns.

import { getClock, getEvents } from "./api.js";
import { connection } from "./notice.js";
import { changed, refresh, setClock, world } from "./world.js";

const WAIT_S = 25;
const PAUSES_MS = [500, 1000, 2000, 4000];

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

async function step() {
  const began = performance.now();
  const { revision } = await getEvents(world.revision, WAIT_S);
  if (revision !== world.revision) {
    await refresh(revision < world.revision);
    return;
  }
  setClock(await getClock()); // nothing changed, but time has passed
  changed();
  if (performance.now() - began < 500) await sleep(500); // avoids a busy loop if the server answers at once
}

export async function live() {
  let failures = 0;
  let known = false;
  for (;;) {
    try {
      if (failures > 0 || !known) await refresh(known);
      if (failures > 0) connection(false);
      [failures, known] = [0, true];
      await step();
    } catch (error) {
      console.warn(error);
      connection(true);
      await sleep(PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)]);
      failures += 1;
    }
  }
}
