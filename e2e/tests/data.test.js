// What people do with what was kept: settings, deleting and undoing, exporting and importing.

import assert from "node:assert/strict";
import { test } from "node:test";

import { download } from "../lib/download.js";
import { importHistory } from "../lib/history.js";
import { showNewestSession } from "../lib/pages.js";
import { person } from "../lib/person.js";
import { words, wordsLike } from "../lib/words.js";

const jsonLines = (text) => text.split("\n").filter(Boolean).map((line) => JSON.parse(line));

test("settings stay, also when the program is started again", async (t) => {
  const { page, program } = await person(t);
  await page.getByRole("navigation").getByRole("link", { name: words("nav-settings") }).click();
  await page.getByLabel(words("settings-voice")).uncheck();
  await page.getByLabel(words("settings-get-ready")).fill("15");
  await page.getByLabel(words("settings-theme-dark"), { exact: true }).check();
  await page.getByLabel(words("settings-text-size-larger"), { exact: true }).check();
  await page.getByRole("button", { name: words("settings-save") }).click();
  await page.getByText(words("settings-saved")).waitFor();

  await program.stop();
  await program.start();
  await page.goto("/settings");
  assert.equal(await page.getByLabel(words("settings-voice")).isChecked(), false);
  assert.equal(await page.getByLabel(words("settings-get-ready")).inputValue(), "15");
  assert.ok(await page.getByLabel(words("settings-theme-dark"), { exact: true }).isChecked());
  assert.ok(await page.getByLabel(words("settings-text-size-larger"), { exact: true }).isChecked());
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
});

test("a deleted session can be brought back", async (t) => {
  const { page, program } = await person(t, { before: (program) => importHistory(program, 10) });
  await showNewestSession(page);
  const address = page.url();
  await page.getByRole("button", { name: words("session-delete") }).click();
  await page.getByText(words("history-deleted")).waitFor();
  const path = new URL(address).pathname;
  assert.equal(await page.locator(`a[href="${path}"]`).count(), 0);
  await page.getByRole("button", { name: words("history-undo") }).click();
  await page.goto(address);
  await page.getByRole("button", { name: words("session-delete") }).waitFor();
});

test("everything is deleted for good, and only when one is sure", async (t) => {
  const { page, program } = await person(t, { before: (program) => importHistory(program, 10) });
  await page.getByRole("navigation").getByRole("link", { name: words("nav-settings") }).click();
  await page.getByRole("link", { name: words("settings-erase-button") }).click();
  await page.getByRole("button", { name: words("erase-button") }).click();
  assert.match(page.url(), /erase/, "the box has to be ticked first");
  await page.getByLabel(words("erase-sure")).check();
  await page.getByRole("button", { name: words("erase-button") }).click();
  await page.getByText(words("settings-erased")).waitFor();
  await page.getByRole("navigation").getByRole("link", { name: words("nav-progress") }).click();
  await page.getByRole("navigation").getByRole("link", { name: words("diary-nav-calendar") }).click();
  await page.getByRole("heading", { name: words("history-empty") }).waitFor();
  assert.deepEqual(await program.journal(), []);
});

test("what one Unhunch exports, another takes in: all of it, and only once", async (t) => {
  const { page, program } = await person(t, { before: (program) => importHistory(program, 10) });
  await page.getByRole("navigation").getByRole("link", { name: words("nav-settings") }).click();
  const { name, data } = await download(page, page.getByRole("link", { name: words("settings-export-button") }));
  const entries = await program.journal();
  assert.deepEqual(jsonLines(data.toString()), entries);

  const other = await person(t, { isNew: true });
  await other.page.getByRole("navigation").getByRole("link", { name: words("nav-settings") }).click();
  const importFile = async (counts) => {
    await other.page.locator("input[type=file]").setInputFiles({ name, mimeType: "application/jsonl", buffer: data });
    await other.page.getByRole("button", { name: words("settings-import-button"), exact: true }).click();
    await other.page.waitForURL(`**/settings?${counts}`);
    await other.page.getByRole("status").waitFor();
  };
  await importFile(`imported=${entries.length}&known=0`);
  await importFile(`imported=0&known=${entries.length}`);
  const sorted = (list) => list.map((entry) => JSON.stringify(entry)).sort();
  assert.deepEqual(sorted(await other.program.journal()), sorted(entries));
});

test("a broken file is refused with line and reason, and changes nothing", async (t) => {
  const { page, program } = await person(t, { before: (program) => importHistory(program, 2) });
  const entries = await program.journal();
  const lines = entries.slice(0, 3).map((entry) => JSON.stringify({ ...entry, id: entry.id.replace(/^.{8}/, "0190aaaa") }));
  lines[2] = lines[2].replace('"zone":"', '"zone":"§');
  await page.getByRole("navigation").getByRole("link", { name: words("nav-settings") }).click();
  await page.locator("input[type=file]").setInputFiles({
    name: "broken.jsonl",
    mimeType: "application/jsonl",
    buffer: Buffer.from(`${lines.join("\n")}\n`),
  });
  await page.getByRole("button", { name: words("settings-import-button"), exact: true }).click();
  const alert = page.getByRole("alert");
  await alert.waitFor();
  const text = await alert.textContent();
  assert.match(text, wordsLike("settings-import-broken"));
  assert.match(text, /line 3/i);
  assert.match(text, /time zone/);
  assert.deepEqual(await program.journal(), entries);
});
