// What people do with what was kept: settings, deleting and undoing, exporting and importing.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { importHistory } from "../lib/history.js";
import { showNewestSession } from "../lib/pages.js";
import { person } from "../lib/person.js";

const jsonLines = (text) => text.split("\n").filter(Boolean).map((line) => JSON.parse(line));

test("settings stay, also when the program is started again", async (t) => {
  const { page, program } = await person(t);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("A voice leads through the session").uncheck();
  await page.getByLabel("Seconds to get ready").fill("15");
  await page.getByLabel("Dark", { exact: true }).check();
  await page.getByLabel("Larger", { exact: true }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();

  await program.stop();
  await program.start();
  await page.goto("/settings");
  assert.equal(await page.getByLabel("A voice leads through the session").isChecked(), false);
  assert.equal(await page.getByLabel("Seconds to get ready").inputValue(), "15");
  assert.ok(await page.getByLabel("Dark", { exact: true }).isChecked());
  assert.ok(await page.getByLabel("Larger", { exact: true }).isChecked());
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
});

test("a deleted session can be brought back", async (t) => {
  const { page, program } = await person(t, { before: (program) => importHistory(program, 10) });
  await showNewestSession(page);
  const address = page.url();
  await page.getByRole("button", { name: "Delete this session" }).click();
  await page.getByText("The session is deleted.").waitFor();
  const path = new URL(address).pathname;
  assert.equal(await page.locator(`a[href="${path}"]`).count(), 0);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.goto(address);
  await page.getByRole("button", { name: "Delete this session" }).waitFor();
});

test("everything is deleted for good, and only when one is sure", async (t) => {
  const { page, program } = await person(t, { before: (program) => importHistory(program, 10) });
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("link", { name: "Delete everything" }).click();
  await page.getByRole("button", { name: "Delete everything" }).click();
  assert.match(page.url(), /erase/, "the box has to be ticked first");
  await page.getByLabel("I want to delete everything for good").check();
  await page.getByRole("button", { name: "Delete everything" }).click();
  await page.getByText("Everything is deleted.").waitFor();
  await page.getByRole("link", { name: "History", exact: true }).click();
  await page.getByRole("heading", { name: "Nothing here yet" }).waitFor();
  assert.deepEqual(await program.journal(), []);
});

test("what one Unhunch exports, another takes in: all of it, and only once", async (t) => {
  const { page, program } = await person(t, { before: (program) => importHistory(program, 10) });
  await page.getByRole("link", { name: "Settings" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export everything" }).click(),
  ]);
  const file = await download.path();
  const entries = await program.journal();
  assert.deepEqual(jsonLines(await readFile(file, "utf8")), entries);

  const other = await person(t);
  await other.page.getByRole("link", { name: "Settings" }).click();
  const importFile = async (text) => {
    await other.page.locator("input[type=file]").setInputFiles(file);
    await other.page.getByRole("button", { name: "Import", exact: true }).click();
    await other.page.getByText(text).waitFor();
  };
  await importFile(`${entries.length} entries were added.`);
  await importFile("Nothing new in that file");
  const sorted = (list) => list.map((entry) => JSON.stringify(entry)).sort();
  assert.deepEqual(sorted(await other.program.journal()), sorted(entries));
});

test("a broken file is refused with line and reason, and changes nothing", async (t) => {
  const { page, program } = await person(t, { before: (program) => importHistory(program, 2) });
  const entries = await program.journal();
  const lines = entries.slice(0, 3).map((entry) => JSON.stringify({ ...entry, id: entry.id.replace(/^.{8}/, "0190aaaa") }));
  lines[2] = lines[2].replace('"zone":"', '"zone":"§');
  await page.getByRole("link", { name: "Settings" }).click();
  await page.locator("input[type=file]").setInputFiles({
    name: "broken.jsonl",
    mimeType: "application/jsonl",
    buffer: Buffer.from(`${lines.join("\n")}\n`),
  });
  await page.getByRole("button", { name: "Import", exact: true }).click();
  const alert = page.getByRole("alert");
  await alert.waitFor();
  const text = await alert.textContent();
  assert.match(text, /Nothing was imported/);
  assert.match(text, /line 3/i);
  assert.match(text, /time zone/);
  assert.deepEqual(await program.journal(), entries);
});
