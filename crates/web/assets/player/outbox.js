// Sends finished steps to the server as soon as it answers, and never loses or doubles one: an event stays in the
// outbox until the server says that it has kept it, and its id is made once.

import { newIdentifier } from "./identifiers.js";
import { BATCH, post } from "./outbox-post.js";

/** Pauses (ms) after the first, second … failure; the last one repeats. */
const RETRY_AFTER_MS = [1_000, 2_000, 4_000, 8_000, 15_000];

/**
 * @param {object} parts
 * @param {ReturnType<import("./outbox-store.js").createOutboxStore>} parts.store
 * @param {string} parts.url
 * @param {(state: {waiting: number, trouble: null | "away" | "locked", durable: boolean}) => void} parts.onState
 * @param {(sentence: string, events: object[]) => void} parts.onRefused
 * @param {() => void} [parts.onHeld] the person’s answers hold exercises back by now
 */
export function createOutbox({
  store,
  url,
  onState,
  onRefused,
  onHeld = () => {},
  fetcher,
  setTimer = setTimeout,
  clearTimer = clearTimeout,
}) {
  let sending = false;
  let failures = 0;
  let trouble = null;
  /** The server said that the session is deleted: nothing to do but wait for it to be brought back. */
  let deleted = false;
  let deletedTold = false;
  let batch = BATCH;
  let timer = null;
  let idle = [];

  function report() {
    onState({ waiting: store.waiting().length, trouble, durable: store.durable });
  }

  function settle() {
    if (store.waiting().length > 0 && !deleted) return;
    const waiting = idle;
    idle = [];
    for (const resolve of waiting) resolve();
  }

  function later() {
    const pause = RETRY_AFTER_MS[Math.min(failures, RETRY_AFTER_MS.length) - 1];
    clearTimer(timer);
    timer = setTimer(flush, pause);
  }

  async function flush() {
    clearTimer(timer);
    if (sending) return;
    const events = store.waiting().slice(0, batch);
    if (events.length === 0) {
      settle();
      return;
    }
    sending = true;
    deleted = false;
    const { result, kept, error, held } = await post(url, events, { journal: store.journal, fetcher });
    if (held) onHeld();
    sending = false;
    for (const id of kept) store.remove(id);
    const ids = new Set(events.map((event) => event.id));
    const progressed = kept.some((id) => ids.has(id));

    if (result === "away" || result === "locked" || (result === "kept" && !progressed)) {
      failures += 1;
      trouble = result === "locked" ? "locked" : "away";
      report();
      later();
      return;
    }
    failures = 0;
    trouble = null;
    const left = events.filter((event) => !kept.includes(event.id));
    if (result === "deleted") {
      // They stay in the outbox: this page or a later one sends them again.
      deleted = true;
      if (!deletedTold) onRefused(error, left);
      deletedTold = true;
      report();
      settle();
      return;
    }
    deletedTold = false;
    if (result === "gone") {
      const lost = store.waiting();
      for (const event of lost) store.remove(event.id);
      onRefused(error, lost);
    } else if (result === "refused") {
      if (left.length > 1) {
        // One of them is at fault: ask for fewer until it stands alone.
        batch = Math.max(1, Math.floor(left.length / 2));
      } else {
        for (const event of left) store.setAside(event.id, error);
        if (left.length > 0) onRefused(error, left);
      }
    } else if (batch < BATCH) {
      batch = Math.min(BATCH, batch * 2);
    }
    report();
    await flush();
  }

  return {
    /** Keeps what happened (without id and time) and sends it. */
    add(what) {
      const event = { id: newIdentifier(), at: new Date(Date.now()).toISOString(), ...what };
      store.add(event);
      report();
      flush();
      return event;
    },
    /** Tries right now, whatever the last failures were. */
    flush() {
      failures = 0;
      return flush();
    },
    /** Resolves when nothing waits any more: everything is kept, was refused for good, or belongs to a deleted session. */
    settled() {
      return new Promise((resolve) => {
        idle.push(resolve);
        settle();
      });
    },
    waiting: () => store.waiting(),
    report,
  };
}
