// One chat's messages as one viewer sees them, fetched incrementally, and how far they were read.

import { ApiError, getTranscript } from "./api.js";

const SEEN = "seen/";

export class Transcript {
  constructor(chat, viewer) {
    this.chat = chat;
    this.viewer = viewer;
    this.messages = new Map();
    this.revision = 0;
    this.listener = null;
    this.lastKnown = "";
    this.chain = Promise.resolve();
    // Stored per tab, so that messages stay read after a reload. In a group, they are read for all its members.
    this.seenKey = SEEN + chat;
    this.seen = Number(sessionStorage.getItem(this.seenKey) ?? 0);
  }

  /** Fetches if the chat has a newer message. */
  async follow(last, fresh) {
    const known = last ? `${last.id}.${last.revision}` : "";
    if (known === this.lastKnown && !fresh) return;
    await this.pull(fresh);
    this.lastKnown = known;
  }

  /** Queues fetches, so that an older answer never replaces a newer one. */
  pull(fresh = false) {
    this.chain = this.chain.catch(() => {}).then(() => this.#pull(fresh));
    return this.chain;
  }

  async #pull(fresh) {
    let answer;
    try {
      answer = await getTranscript(this.chat, this.viewer, fresh ? 0 : this.revision);
    } catch (error) {
      if (error instanceof ApiError && error.away) throw error;
      return; // the viewer has left this group; what they saw stays
    }
    if (fresh) this.messages.clear();
    for (const message of answer.messages) {
      if (message.deleted) this.messages.delete(message.id);
      else this.messages.set(message.id, message);
    }
    this.revision = answer.revision;
    if (fresh) this.#forgetFuture();
    if (fresh || answer.messages.length > 0) this.listener?.(answer.messages, fresh);
  }

  /** A new server counts its messages from the start again. */
  #forgetFuture() {
    const newest = Math.max(0, ...this.messages.keys());
    if (this.seen > newest) this.#setSeen(0);
  }

  #setSeen(id) {
    this.seen = id;
    sessionStorage.setItem(this.seenKey, String(id));
  }

  markSeen() {
    const newest = Math.max(0, ...this.messages.keys());
    if (newest > this.seen) this.#setSeen(newest);
  }

  unread() {
    const seen = Number(sessionStorage.getItem(this.seenKey) ?? 0);
    let count = 0;
    for (const message of this.messages.values()) {
      if (message.id > seen && message.from !== this.viewer && !message.service) count += 1;
    }
    return count;
  }
}
