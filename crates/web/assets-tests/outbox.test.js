// No finished step is lost and none is counted twice, whatever the server and the browser do.

import assert from "node:assert/strict";
import { test } from "node:test";
import { flushAll } from "../assets/player/outbox-flush.js";
import { createOutbox } from "../assets/player/outbox.js";
import { clearAll, clearOldAside, createOutboxStore, waitingOutboxes } from "../assets/player/outbox-store.js";

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
function fakeServer() {
  const server = { mode: "up", kept: new Map(), requests: 0, largest: 0 };
  server.fetch = async (_url, { body }) => {
    server.requests += 1;
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

function set(server, storage = fakeStorage()) {
  const timers = [];
  const states = [];
  const refused = [];
  const store = createOutboxStore("s1", "/sessions/s1/steps", storage);
  const outbox = createOutbox({
    store,
    url: "/sessions/s1/steps",
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
  const again = createOutboxStore("s1", "/sessions/s1/steps", storage);
  assert.deepEqual(again.waiting().map((event) => event.step), [7]);
  assert.deepEqual(createOutboxStore("s2", "/sessions/s2/steps", storage).waiting(), []);
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

test("other pages send what is left, set aside what is refused, and clear everything", async () => {
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
  clearOldAside(Date.now() + 31 * 24 * 3_600_000, storage);
  assert.equal(storage.items.size, 0);
  storage.setItem("unhunch.outbox.s9.x", "{broken");
  assert.deepEqual(waitingOutboxes(storage), []);
  clearAll(storage);
  assert.equal(storage.items.size, 0);
});
