// No finished step is lost and none is counted twice, whatever the server and the browser do.

import assert from "node:assert/strict";
import { test } from "node:test";
import { flushAll, forgetErased } from "../assets/player/outbox-flush.js";
import { createOutbox } from "../assets/player/outbox.js";
import { clearAside, clearOldAside, createOutboxStore, waitingOutboxes } from "../assets/player/outbox-store.js";

const SESSION = "01990000-0000-7000-8000-000000000001";
const urlOf = (session) => `/sessions/${session}/steps`;
const URL = urlOf(SESSION);
const JOURNAL = "journal-a";

function fakeStorage() {
  const items = new Map();
  return {
    get length() { return items.size; },
    key: (place) => [...items.keys()][place] ?? null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => items.set(key, value),
    removeItem: (key) => items.delete(key),
    items,
  };
}

const answer = (status, body) => ({ ok: status < 300, status, json: async () => body });

/** A server that can be away, locked, or refuse; it holds what it has kept by id. */
function fakeServer(journal = JOURNAL) {
  const server = { mode: "up", kept: new Map(), deleted: new Set(), unknown: new Set(), requests: 0, largest: 0 };
  server.fetch = async (url, { body, headers }) => {
    server.requests += 1;
    const meant = headers["x-unhunch-journal"];
    if (server.mode === "foreign") return { ok: false, status: 404, json: async () => JSON.parse("no such") };
    if (server.mode === "foreign-json") return answer(400, { error: "no such" });
    if (server.mode !== "down" && meant !== undefined && meant !== journal) return answer(421, { error: "Another.", kept: [] });
    if (server.unknown.has(url)) return answer(404, { error: "No such session.", kept: [], code: "unknown-session" });
    if (server.deleted.has(url)) return answer(409, { error: "It is deleted.", kept: [], code: "deleted" });
    const { events } = JSON.parse(body);
    server.largest = Math.max(server.largest, events.length);
    if (server.mode === "down") throw new TypeError("failed");
    if (server.mode === "locked") return answer(403, {});
    if (server.mode === "busy") return answer(503, null);
    if (server.mode === "deaf") {
      for (const event of events) server.kept.set(event.id, event);
      throw new TypeError("answer lost");
    }
    const kept = [];
    for (const event of events) {
      if (event.step === 13) return answer(422, { error: "No such step.", kept });
      server.kept.set(event.id, event);
      kept.push(event.id);
    }
    return answer(200, { kept });
  };
  return server;
}

function set(server, storage = fakeStorage(), { url = URL, journal = JOURNAL } = {}) {
  const timers = [];
  const states = [];
  const refused = [];
  const store = createOutboxStore({ url, journal, storage });
  const outbox = createOutbox({
    store,
    url,
    fetcher: server.fetch,
    onState: (state) => states.push(state),
    onRefused: (sentence, events) => refused.push([sentence, ...events.map((event) => event.step)]),
    setTimer: (run, milliseconds) => timers.push({ run, milliseconds }),
    clearTimer: () => {},
  });
  return { storage, store, outbox, timers, states, refused };
}

const settle = () => new Promise((resolve) => { setTimeout(resolve, 5); });

test("an event is kept at once and forgotten only when the server has it", async () => {
  const server = fakeServer();
  const { storage, outbox } = set(server);
  outbox.add({ step: 1, outcome: "done" });
  assert.equal(storage.items.size, 1);
  await outbox.settled();
  assert.equal(storage.items.size, 0);
  assert.equal(server.kept.size, 1);
});

test("while the server is away it waits 1, 2, 4, 8, 15, 15 s, then sends everything at once", async () => {
  const server = fakeServer();
  server.mode = "down";
  const { outbox, timers, states, storage } = set(server);
  outbox.add({ step: 1, outcome: "done" });
  await settle();
  for (let attempt = 0; attempt < 5; attempt += 1) {
    timers.at(-1).run();
    await settle();
  }
  assert.deepEqual(timers.map((timer) => timer.milliseconds), [1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  assert.equal(states.at(-1).trouble, "away");
  outbox.add({ step: 2, outcome: "skipped" });
  await settle();
  assert.equal(storage.items.size, 2);
  server.mode = "up";
  await outbox.flush();
  assert.deepEqual([...server.kept.values()].map((event) => event.step), [1, 2]);
  assert.equal(server.largest, 2);
  assert.deepEqual(states.at(-1), { waiting: 0, trouble: null, durable: true });
});

test("an answer that is lost leads to the same id again, not to a second event", async () => {
  const server = fakeServer();
  server.mode = "deaf";
  const { outbox } = set(server);
  outbox.add({ step: 1, outcome: "done" });
  await settle();
  server.mode = "up";
  await outbox.flush();
  assert.equal(server.kept.size, 1);
  assert.equal(outbox.waiting().length, 0);
});

test("a refused event is set aside with the server's sentence, the others are kept", async () => {
  const server = fakeServer();
  server.mode = "down";
  const { outbox, refused, storage } = set(server);
  for (const step of [11, 12, 13, 14, 15]) outbox.add({ step, outcome: "done" });
  await settle();
  server.mode = "up";
  await outbox.flush();
  await outbox.settled();
  assert.deepEqual(refused, [["No such step.", 13]]);
  assert.deepEqual([...server.kept.values()].map((event) => event.step).sort(), [11, 12, 14, 15]);
  assert.deepEqual([...storage.items.keys()].map((key) => key.split(".")[1]), ["aside"]);
});

test("a browser that is not known any more keeps everything", async () => {
  const server = fakeServer();
  server.mode = "locked";
  const { outbox, states, storage } = set(server);
  outbox.add({ step: 1, outcome: "done" });
  await settle();
  assert.equal(states.at(-1).trouble, "locked");
  assert.equal(storage.items.size, 1);
});

test("a busy server, or one that answers nonsense, is asked again", async () => {
  const server = fakeServer();
  server.mode = "busy";
  const { outbox, timers } = set(server);
  outbox.add({ step: 1, outcome: "done" });
  await settle();
  assert.equal(timers.length, 1);
  assert.equal(outbox.waiting().length, 1);
});

test("what an earlier page left is there again", () => {
  const server = fakeServer();
  server.mode = "down";
  const { outbox, storage } = set(server);
  outbox.add({ step: 7, outcome: "done" });
  const again = createOutboxStore({ url: URL, journal: JOURNAL, storage });
  assert.deepEqual(again.waiting().map((event) => event.step), [7]);
  const other = urlOf(SESSION.replace("1", "2"));
  assert.deepEqual(createOutboxStore({ url: other, journal: JOURNAL, storage }).waiting(), []);
  assert.deepEqual(createOutboxStore({ url: URL, journal: "journal-b", storage }).waiting(), []);
});

test("without storage, memory holds the events and says so", async () => {
  const server = fakeServer();
  server.mode = "down";
  const full = { ...fakeStorage(), setItem: () => { throw new Error("full"); } };
  const { outbox, states } = set(server, full);
  outbox.add({ step: 1, outcome: "done" });
  await settle();
  assert.equal(states.at(-1).durable, false);
  server.mode = "up";
  await outbox.flush();
  assert.deepEqual(states.at(-1), { waiting: 0, trouble: null, durable: true });
});

test("more than 500 events go in several requests", async () => {
  const server = fakeServer();
  server.mode = "down";
  const { outbox } = set(server);
  for (let step = 100; step < 1_300; step += 1) outbox.add({ step, outcome: "done" });
  await settle();
  server.mode = "up";
  await outbox.flush();
  assert.equal(server.kept.size, 1_200);
  assert.ok(server.largest <= 500);
});

test("other pages send what is left and set aside what is refused, for a month", async () => {
  const server = fakeServer();
  server.mode = "down";
  const { outbox, storage } = set(server);
  for (const step of [12, 13, 14]) outbox.add({ step, outcome: "done" });
  await settle();
  assert.equal(await flushAll({ storage, fetcher: server.fetch }), 3);
  server.mode = "up";
  assert.equal(await flushAll({ storage, fetcher: server.fetch }), 0);
  assert.deepEqual([...server.kept.values()].map((event) => event.step), [12, 14]);
  assert.deepEqual(waitingOutboxes(storage), []);
  assert.equal(storage.items.size, 1);
  clearOldAside(Date.now() + 31 * 24 * 3_600_000, storage);
  assert.equal(storage.items.size, 0);
});

const kinds = (storage) => [...storage.items.keys()].map((key) => key.split(".")[1]);

test("another Unhunch that answers at the same address leaves the steps to the one that they are for", async () => {
  const own = fakeServer();
  const other = fakeServer("journal-b");
  const server = { fetch: (...all) => other.fetch(...all) };
  const { outbox, states, refused, storage } = set(server);
  for (const step of [1, 2, 3]) outbox.add({ step, outcome: "done" });
  await settle();
  assert.equal(states.at(-1).trouble, "away");
  assert.equal(await flushAll({ storage, fetcher: other.fetch }), 3);
  assert.deepEqual([refused, kinds(storage)], [[], ["outbox", "outbox", "outbox"]]);
  assert.equal(other.kept.size, 0);
  assert.equal(await flushAll({ storage, fetcher: own.fetch }), 0);
  assert.deepEqual([own.kept.size, storage.items.size], [3, 0]);
});

test("another program that answers at the address, whatever it says, is not Unhunch", async () => {
  for (const mode of ["foreign", "foreign-json"]) {
    const server = fakeServer();
    server.mode = mode;
    const { outbox, states, refused, storage } = set(server);
    outbox.add({ step: 1, outcome: "done" });
    await settle();
    assert.equal(states.at(-1).trouble, "away", mode);
    assert.equal(await flushAll({ storage, fetcher: server.fetch }), 1, mode);
    assert.deepEqual([refused, kinds(storage)], [[], ["outbox"]], mode);
    server.mode = "up";
    await outbox.flush();
    assert.deepEqual([server.kept.size, storage.items.size], [1, 0], mode);
  }
});

test("steps of a deleted session wait until it is brought back, and hold nothing up", async () => {
  const server = fakeServer();
  server.deleted.add(URL);
  const { outbox, states, refused, storage, timers } = set(server);
  for (const step of [1, 2]) {
    outbox.add({ step, outcome: "done" });
    await settle();
  }
  // Told once, not with every step; and an end does not wait for something that may never come.
  assert.deepEqual(refused, [["It is deleted.", 1]]);
  assert.deepEqual(states.at(-1), { waiting: 2, trouble: null, durable: true });
  await outbox.settled();
  assert.deepEqual([timers.length, kinds(storage)], [0, ["outbox", "outbox"]]);
  assert.equal(await flushAll({ storage, fetcher: server.fetch }), 2);
  assert.deepEqual(kinds(storage), ["outbox", "outbox"]);

  server.deleted.clear();
  assert.equal(await flushAll({ storage, fetcher: server.fetch }), 0);
  assert.deepEqual([server.kept.size, storage.items.size], [2, 0]);
  // The player's own page has them too, and the server knows their ids.
  outbox.add({ step: 3, outcome: "done" });
  await outbox.settled();
  assert.deepEqual([...server.kept.values()].map((event) => event.step), [1, 2, 3]);
  server.deleted.add(URL);
  outbox.add({ step: 4, outcome: "done" });
  await outbox.settled();
  assert.deepEqual(refused, [["It is deleted.", 1], ["It is deleted.", 4]]);
});

test("an end that is on its way is waited for although the session was deleted before", async () => {
  const server = fakeServer();
  server.deleted.add(URL);
  const slow = async (...all) => {
    await settle();
    return server.fetch(...all);
  };
  const { outbox } = set({ fetch: slow });
  outbox.add({ step: 1, outcome: "done" });
  await outbox.settled();
  server.deleted.clear();
  outbox.add({ ended: "completed" });
  await outbox.settled();
  assert.equal(server.kept.size, 2);
});

test("what its own journal does not know any more is forgotten, there and on other pages", async () => {
  const server = fakeServer();
  server.unknown.add(URL);
  const { outbox, refused, storage } = set(server);
  outbox.add({ step: 1, outcome: "done" });
  await outbox.settled();
  assert.deepEqual([refused, storage.items.size], [[["No such session.", 1]], 0]);
  server.mode = "down";
  const store = createOutboxStore({ url: URL, journal: JOURNAL, storage });
  for (let number = 0; number < 1_100; number += 1) store.add({ id: `e${number}`, step: number, outcome: "done" });
  server.mode = "up";
  server.requests = 0;
  assert.equal(await flushAll({ storage, fetcher: server.fetch }), 0);
  assert.deepEqual([storage.items.size, server.requests], [0, 1]);
});

test("after everything was deleted, only what belongs to nothing any more is forgotten", async () => {
  const server = fakeServer();
  server.mode = "down";
  const storage = fakeStorage();
  const urls = [1, 2, 3].map((number) => urlOf(SESSION.replace(/1$/, String(number))));
  set(server, storage, { url: urls[0] }).outbox.add({ step: 1, outcome: "done" });
  set(server, storage, { url: urls[1] }).outbox.add({ step: 2, outcome: "done" });
  set(server, storage, { url: urls[2], journal: "journal-b" }).outbox.add({ step: 3, outcome: "done" });
  createOutboxStore({ url: urls[0], journal: JOURNAL, storage }).setAside("e4", "Refused.");
  await settle();
  // The first session was erased, the second began since, the third is another Unhunch's.
  server.mode = "up";
  server.unknown.add(urls[0]);
  await forgetErased({ storage, fetcher: server.fetch });
  assert.deepEqual([...server.kept.values()].map((event) => event.step), [2]);
  assert.deepEqual(waitingOutboxes(storage), [{ url: urls[2], journal: "journal-b" }]);
  assert.equal(storage.items.size, 1);
});

test("nothing is posted anywhere but to sessions, and no item is sent for ever", async () => {
  const server = fakeServer();
  const storage = fakeStorage();
  const event = { id: "e1", step: 1, outcome: "done" };
  const put = (key, item) => storage.setItem(`unhunch.outbox.${key}`, JSON.stringify(item));
  storage.setItem("unhunch.outbox.s9.x", "{broken");
  const sessions = ["0", "-".repeat(36), SESSION.toUpperCase().replace("1", "A"), `${SESSION}/../${SESSION}`];
  const urls = ["", "http://127.0.0.1:9/steal", "//evil.invalid", "/settings/erase", ...sessions.map(urlOf), `${URL}?x`, 7];
  for (const [number, url] of urls.entries()) put(`a.${number}`, { url, journal: JOURNAL, event });
  put("b.1", { url: URL, journal: 5, event });
  put("b.2", { url: URL, journal: JOURNAL, event: { step: 1 } });
  assert.deepEqual(waitingOutboxes(storage), []);
  assert.equal(await flushAll({ storage, fetcher: server.fetch }), 0);
  assert.equal(server.requests, 0);

  // Keys that do not match the event's id or session, and one event twice.
  const before = storage.items.size;
  put("c.other", { url: URL, journal: JOURNAL, event });
  put(`${SESSION}.e1`, { url: URL, journal: JOURNAL, event });
  put("", { url: URL, event: { ...event, id: "e2" } });
  assert.equal(await flushAll({ storage, fetcher: server.fetch }), 0);
  assert.deepEqual([...server.kept.keys()].sort(), ["e1", "e2"]);
  assert.equal(storage.items.size, before);
  clearAside(storage);
  assert.equal(storage.items.size, before);
});
