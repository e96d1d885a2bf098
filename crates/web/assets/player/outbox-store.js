// Where finished steps wait until the server has them: one item of localStorage for each event, so that two tabs never
// overwrite each other's, with the address it goes to. If the browser refuses to store, memory has to do, and we say so.

const WAITING = "unhunch.outbox.";
const ASIDE = "unhunch.aside.";
/** Refused events are kept this long (ms) for someone to look at. */
const ASIDE_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

function defaultStorage() {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

function keysOf(storage, prefix) {
  const keys = [];
  try {
    for (let place = 0; place < (storage?.length ?? 0); place += 1) {
      const key = storage.key(place);
      if (key?.startsWith(prefix)) keys.push(key);
    }
  } catch {
    return [];
  }
  return keys.sort();
}

function read(storage, key) {
  try {
    const item = JSON.parse(storage.getItem(key));
    return typeof item?.url === "string" && typeof item?.event?.id === "string" ? item : null;
  } catch {
    return null;
  }
}

/** The events of one session that wait to be sent to `url`, the oldest first. */
export function createOutboxStore(session, url, storage = defaultStorage()) {
  const memory = new Map();
  const onlyInMemory = new Set();
  const keyOf = (id) => `${WAITING}${session}.${id}`;

  for (const key of keysOf(storage, `${WAITING}${session}.`)) {
    const item = read(storage, key);
    if (item) memory.set(item.event.id, item.event);
  }

  function forget(id) {
    memory.delete(id);
    onlyInMemory.delete(id);
    try {
      storage?.removeItem(keyOf(id));
    } catch {
      // It is sent again by a later page; the server knows the id.
    }
  }

  return {
    /** Keeps an event; `false` if only this page's memory holds it. */
    add(event) {
      memory.set(event.id, event);
      try {
        if (!storage) throw new Error("no storage");
        storage.setItem(keyOf(event.id), JSON.stringify({ url, event }));
        return true;
      } catch {
        onlyInMemory.add(event.id);
        return false;
      }
    },
    remove: forget,
    /** Puts an event away that the server will never take, with its reason. */
    setAside(id, reason, now = Date.now()) {
      const event = memory.get(id);
      forget(id);
      try {
        storage?.setItem(`${ASIDE}${session}.${id}`, JSON.stringify({ url, event, reason, at: now }));
      } catch {
        // The person has been told; there is nowhere to write it down.
      }
    },
    waiting: () => Array.from(memory.values()),
    get durable() {
      return onlyInMemory.size === 0;
    },
  };
}

/** All waiting events of all sessions: a list of `{ url, session, events }`. */
export function waitingOutboxes(storage = defaultStorage()) {
  const outboxes = new Map();
  for (const key of keysOf(storage, WAITING)) {
    const item = read(storage, key);
    const session = key.slice(WAITING.length).split(".")[0];
    if (!item) continue;
    const place = `${session} ${item.url}`;
    if (!outboxes.has(place)) outboxes.set(place, { url: item.url, session, events: [] });
    outboxes.get(place).events.push(item.event);
  }
  return Array.from(outboxes.values());
}

/** Forgets everything that waits or was set aside, of all sessions. */
export function clearAll(storage = defaultStorage()) {
  for (const key of [...keysOf(storage, WAITING), ...keysOf(storage, ASIDE)]) storage.removeItem(key);
}

/** Forgets what was refused long ago. */
export function clearOldAside(now = Date.now(), storage = defaultStorage()) {
  for (const key of keysOf(storage, ASIDE)) {
    try {
      const { at } = JSON.parse(storage.getItem(key));
      if (now - at > ASIDE_KEPT_MS) storage.removeItem(key);
    } catch {
      storage.removeItem(key);
    }
  }
}
