// For all other pages: sends what an earlier session left in this browser, and forgets it when a person deletes
// everything. A page only has to load this file. `data-outbox-clear` on a form clears on submit, on anything else at once.

import { BATCH, post } from "./outbox-post.js";
import { clearAll, clearOldAside, createOutboxStore, waitingOutboxes } from "./outbox-store.js";

export { clearAll };

/** Sends everything that waits. Resolves to the number of events that still wait afterwards. */
export async function flushAll({ storage, fetcher } = {}) {
  let left = 0;
  for (const { url, session, events } of waitingOutboxes(storage)) {
    const store = createOutboxStore(session, url, storage);
    left += await flushOne(store, url, events.slice(0, BATCH), fetcher);
  }
  return left;
}

async function flushOne(store, url, events, fetcher) {
  const { result, kept, error } = await post(url, events, fetcher);
  for (const id of kept) store.remove(id);
  const remaining = events.filter((event) => !kept.includes(event.id));
  if (remaining.length === 0 || result === "away" || result === "locked") return remaining.length;
  if (result === "refused" && events.length === 1) {
    store.setAside(events[0].id, error);
    return 0;
  }
  // Alone or in halves, so that one refused event does not hold up the others.
  if (remaining.length === events.length && result === "kept") return remaining.length;
  const middle = Math.ceil(remaining.length / 2);
  const first = await flushOne(store, url, remaining.slice(0, middle), fetcher);
  const second = middle < remaining.length ? await flushOne(store, url, remaining.slice(middle), fetcher) : 0;
  return first + second;
}

if (globalThis.document) {
  const marked = document.querySelectorAll("[data-outbox-clear]");
  let clearing = false;
  for (const element of marked) {
    if (element instanceof HTMLFormElement) {
      element.addEventListener("submit", () => clearAll());
    } else {
      clearing = true;
    }
  }
  if (clearing) {
    clearAll();
  } else {
    clearOldAside();
    flushAll();
  }
}
