// Where finished steps wait until the server has them: one item of localStorage for each event, so that two tabs never
// overwrite each other's, with the address and the journal it goes to. If the browser refuses to store, memory has to do,
// and we say so.

const WAITING = "unhunch.outbox.";
const ASIDE = "unhunch.aside.";
/** Refused events are kept this long (ms) for someone to look at. */
const ASIDE_KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** The only addresses that anything is ever posted to, whatever stands in the storage. */
const ADDRESS = /^\/sessions\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/steps$/;

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
    const { url, journal = null, event } = JSON.parse(storage.getItem(key));
    const sound = typeof url === "string" && ADDRESS.test(url) && typeof event?.id === "string";
    return sound && (journal === null || typeof journal === "string") ? { key, url, journal, event } : null;
  } catch {
    return null;
  }
}

const allItems = (storage) => keysOf(storage, WAITING).map((key) => read(storage, key)).filter(Boolean);

/** The events of one session that wait to be sent to `url` for that journal, the oldest first. */
export function createOutboxStore({ url, journal = null, storage = defaultStorage() }) {
  const session = ADDRESS.exec(url)?.[1] ?? "";
  const memory = new Map();
  const onlyInMemory = new Set();
  /** The keys that an event was found under, which need not be the one that it would get. */
  const keys = new Map();
  const keysFor = (id) => {
    if (!keys.has(id)) keys.set(id, new Set());
    return keys.get(id);
  };

  for (const item of allItems(storage)) {
    if (item.url !== url || item.journal !== journal) continue;
    memory.set(item.event.id, item.event);
    keysFor(item.event.id).add(item.key);
  }

  function forget(id) {
    memory.delete(id);
    onlyInMemory.delete(id);
    try {
      for (const key of keys.get(id) ?? []) storage?.removeItem(key);
    } catch {
      // It is sent again by a later page; the server knows the id.
    }
    keys.delete(id);
  }

  return {
    journal,
    /** Keeps an event; `false` if only this page's memory holds it. */
    add(event) {
      memory.set(event.id, event);
      try {
        if (!storage) throw new Error("no storage");
        const key = `${WAITING}${session}.${event.id}`;
        storage.setItem(key, JSON.stringify({ url, journal, event }));
        keysFor(event.id).add(key);
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
        storage?.setItem(`${ASIDE}${session}.${id}`, JSON.stringify({ url, journal, event, reason, at: now }));
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

/** Where events wait to be sent to: a list of `{ url, journal }`, one for each session and journal. */
export function waitingOutboxes(storage = defaultStorage()) {
  const outboxes = new Map();
  for (const { url, journal } of allItems(storage)) outboxes.set(`${url} ${journal}`, { url, journal });
  return Array.from(outboxes.values());
}

/** Forgets everything that was refused, of all sessions. */
export function clearAside(storage = defaultStorage()) {
  for (const key of keysOf(storage, ASIDE)) storage.removeItem(key);
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
