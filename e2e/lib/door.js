// Who gets in and who doesn’t, in an engine that is to be had: the person from the address that is printed, and no page of
// anybody else’s. Each engine has a file of its own in tests/, so that they are tried side by side.

import assert from "node:assert/strict";
import { access, readFile } from "node:fs/promises";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";

import { launch, missing } from "./engines.js";
import { importWelcome } from "./history.js";
import { Program } from "./program.js";
import { leaveOnDisk, LINKS, strangeFile, stranger, tryEverything } from "./stranger.js";
import { words } from "./words.js";

/** How long (ms) something that begins by itself may need to be written down. */
const MOMENT_MS = 1_000;

const START = 'form[action="/sessions"] button';

/** Starts the program, and a browser that hasn’t been let in; both are gone after the test. */
async function outside(t, engine) {
  const program = await Program.start();
  t.after(() => program.discard());
  await importWelcome(program);
  const browser = await launch(engine);
  t.after(() => browser.close());
  return { program, browser };
}

/** The same, let in by the printed address. */
async function inside(t, engine) {
  const { program, browser } = await outside(t, engine);
  await browser.open(program.entrance);
  await assertToday(browser, program);
  return { program, browser };
}

async function assertToday(browser, program) {
  // Not on the way there: /enter begins with the same text.
  await browser.arrivesAt(`${program.origin}/`);
  assert.match(await browser.text(), new RegExp(words("today-start")));
}

/** The person’s own page still does what they want. */
async function assertTheirsWorks(browser, program) {
  const before = await kinds(program);
  await browser.open(`${program.origin}/`);
  await assertToday(browser, program);
  await browser.click(START);
  await browser.arrives(`${program.origin}/sessions/`);
  const begun = (await kinds(program)).slice(before.length);
  assert.ok(begun.includes("session-started"), begun.join());
}

async function kinds(program) {
  return (await program.journal()).map((entry) => entry.body.kind);
}

/** A page of somebody else’s tries everything, and gets nothing. */
async function assertKeptOut(browser, program, page) {
  const before = await kinds(program);
  await browser.open(page);
  const read = await tryEverything(browser, program.origin);
  assert.deepEqual([...new Set(Object.values(read))], [""], JSON.stringify(read));
  for (const link of LINKS) {
    await browser.open(page);
    await browser.click(link);
    await browser.arrives(`${program.origin}/`);
    await sleep(MOMENT_MS);
  }
  assert.deepEqual(await kinds(program), before, "something was begun or ended");
  await assertTheirsWorks(browser, program);
}

/** Another address of this computer than the program’s. */
const elsewhere = (program) => (new URL(program.origin).hostname === "127.0.0.1" ? "127.0.0.2" : "127.0.0.1");
const beside = (program) => new URL(program.origin).hostname;

/** The file that the program opens a browser on leads in, once. */
async function assertFileLeadsIn(t, engine) {
  const { program, browser } = await outside(t, engine);
  const file = await program.opened();
  const page = await readFile(file, "utf8");
  await browser.open(pathToFileURL(file).href);
  await assertToday(browser, program);
  assert.equal(await browser.title(), `${words("nav-today")} – Unhunch`);
  await assert.rejects(access(file), "the file is still there");
  await assertTheirsWorks(browser, program);
  // A copy of it lets nobody else in, and leads the browser on that is in.
  const copy = await leaveOnDisk(t, page);
  await browser.open(copy);
  await assertToday(browser, program);
  const other = await launch(engine);
  t.after(() => other.close());
  await other.open(copy);
  await other.arrives(`${program.origin}/enter?to=%2F`);
  assert.match(await other.text(), new RegExp(words("guard-code")));
}

/** A bookmark of the address that the app had before it had one of its own leads on. */
async function assertBookmarkLeadsOn(t, engine) {
  const { program, browser } = await inside(t, engine);
  // It is served there only at a port that was asked for.
  await program.stop();
  await program.start();
  const { port } = new URL(program.origin);
  await browser.open(`http://127.0.0.1:${port}/progress`);
  await browser.arrives(`${program.origin}/progress`);
  assert.match(await browser.text(), new RegExp(words("nav-progress")));
}

/** The tests of one engine; it is one of `NAMES`. */
export async function testDoor(engine) {
  const lacks = await missing(engine);
  const skip = lacks ? `${engine} can’t be had here: ${lacks} is missing` : false;

  test(`the printed address leads to Today, in ${engine}`, { skip }, async (t) => {
    const { program, browser } = await inside(t, engine);
    await assertTheirsWorks(browser, program);
  });

  test(`a page of another program gets nothing and begins nothing, in ${engine}`, { skip }, async (t) => {
    const { program, browser } = await inside(t, engine);
    const { page, cookies } = await stranger(t, elsewhere(program), program.origin);
    await assertKeptOut(browser, program, page);
    assert.deepEqual([...cookies].filter((name) => name.startsWith("unhunch")), []);
  });

  test(`nor does one of the same address on another port, in ${engine}`, { skip }, async (t) => {
    const { program, browser } = await inside(t, engine);
    const { page } = await stranger(t, beside(program), program.origin);
    await assertKeptOut(browser, program, page);
  });

  test(`nor does a file that somebody sent, in ${engine}`, { skip }, async (t) => {
    const { program, browser } = await inside(t, engine);
    await assertKeptOut(browser, program, await strangeFile(t, program.origin));
  });

  test(`a page on the person’s disk leads in, in ${engine}`, { skip }, async (t) => {
    await assertFileLeadsIn(t, engine);
  });

  test(`a bookmark of the former address leads on, in ${engine}`, { skip }, async (t) => {
    await assertBookmarkLeadsOn(t, engine);
  });
}
