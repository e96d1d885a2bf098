// For all other pages: sends what an earlier session left in this browser. A page only has to load this file. On the page
// that follows after a person deleted everything (`data-outbox-clear`) what was refused is forgotten as well.

import { BATCH, post } from "./outbox-post.js";
import { clearAside, clearOldAside, createOutboxStore, waitingOutboxes } from "./outbox-store.js";

/** Sends everything that waits. Resolves to the number of events that still wait afterwards. */
export async function flushAll({ storage, fetcher } = {}) {
  let left = 0;
  for (const { url, journal } of waitingOutboxes(storage)) {
    const store = createOutboxStore({ url, journal, storage });
    left += await flushOne(store, url, store.waiting().slice(0, BATCH), fetcher);
  }
  return left;
}

async function flushOne(store, url, events, fetcher) {
  const { result, kept, error } = await post(url, events, { journal: store.journal, fetcher });
  for (const id of kept) store.remove(id);
  const remaining = events.filter((event) => !kept.includes(event.id));
  if (remaining.length === 0) return 0;
  // A deleted session may be brought back: its events wait for that, as they do for a server that is away.
  if (result === "away" || result === "locked" || result === "deleted") return remaining.length;
  if (result === "gone") {
    for (const event of store.waiting()) store.remove(event.id);
    return 0;
  }
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

/**
 * Forgets what this browser holds of a journal that was erased. What waits is sent all the same: the journal does not know
 * those sessions any more, and so they go, while another journal's, or those of a session that began since, stay.
 */
export async function forgetErased({ storage, fetcher } = {}) {
  await flushAll({ storage, fetcher });
  clearAside(storage);
}

if (globalThis.document) {
  clearOldAside();
  if (document.querySelector("[data-outbox-clear]")) {
    // Only once: a browser that opens this tab again later must not come back to this.
    history.replaceState(history.state, "", location.pathname);
    forgetErased();
  } else {
    flushAll();
  }
}
