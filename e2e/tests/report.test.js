// The page for a doctor on its way onto paper, and its files as other programs read them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import ICAL from "ical.js";

import { assertAccessible, assertFits } from "../lib/axe.js";
import { DESK, PHONE } from "../lib/browser.js";
import { dataOf, feeling, little, much, TEXTS } from "../lib/diaries.js";
import { download } from "../lib/download.js";
import { faults, keepsToRules } from "../lib/fhir.js";
import { importEntries } from "../lib/history.js";
import { person } from "../lib/person.js";
import { ask, askIn } from "../lib/program.js";
import { words } from "../lib/words.js";

const bundleOf = async (data, ...more) => JSON.parse(await ask("--data-dir", data, "report", "--format", "fhir", ...more));

/** How many pages a PDF has. */
const pages = (pdf) => pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;

async function file(page, link) {
  const { name, data } = await download(page, page.getByRole("link", { name: link, exact: true }));
  return { name, text: data.toString() };
}

test("somebody chooses a period, prints it and takes the files along", async (t) => {
  const { page } = await person(t, { before: async (program) => importEntries(program, await much()) });
  await page.goto("/progress");
  await page.getByRole("link", { name: words("diary-nav-report") }).click();
  await page.getByRole("link", { name: words("report-preset-4-weeks"), exact: true }).click();
  await page.getByRole("checkbox", { name: words("report-part-safety") }).check();
  await page.getByRole("button", { name: words("report-show"), exact: true }).click();
  assert.match(page.url(), /from=\d{4}-\d\d-\d\d&to=.*&leave=safety/);
  // What shows is said by styles, too.
  await page.waitForLoadState();
  const sheet = page.getByRole("article");
  assert.equal(await sheet.getByRole("heading", { name: words("report-safety") }).count(), 0);
  const shown = await sheet.innerText();

  const table = await file(page, words("report-csv"));
  assert.match(table.name, /^unhunch-.*\.csv$/);
  assert.ok(table.text.startsWith("\ufeffdate,time,zone,"));
  const bundle = await file(page, words("report-fhir"));
  assert.equal(JSON.parse(bundle.text).resourceType, "Bundle");

  await page.getByRole("link", { name: words("report-print"), exact: true }).click();
  await page.getByRole("button", { name: words("print-button") }).waitFor();
  await page.waitForLoadState();
  assert.equal(await page.getByRole("article").innerText(), shown);
});

test("much and almost nothing fit on two sheets of either paper", async (t) => {
  const { page } = await person(t);
  const full = ["--from", new Date(Date.now() - 89 * 86_400_000).toISOString().slice(0, 10)];
  for (const { entries, most, period } of [
    { entries: await much(), most: 2, period: full },
    { entries: await much(400), most: 2, period: ["--from", "2020-01-01"] },
    { entries: little(), most: 1, period: [] },
    { entries: [], most: 1, period: [] },
  ]) {
    const data = await dataOf(t, entries);
    const file = `${data}.html`;
    await ask("--data-dir", data, "report", ...period, "-o", file);
    await page.goto(pathToFileURL(file).href);
    for (const format of ["A4", "Letter"]) {
      const pdf = await page.pdf({ format });
      assert.ok(pages(pdf) <= most, `${pages(pdf)} pages of ${format} for ${entries.length} entries`);
    }
  }
});

test("the pages have no faults that axe finds, and fit, on a phone and on a desk", async (t) => {
  const { page } = await person(t, { before: async (program) => importEntries(program, await much(20)) });
  for (const size of [PHONE, DESK]) {
    await page.setViewportSize(size);
    for (const path of ["/report", "/report/print", "/calendar", "/report?from=x&to=y"]) {
      await page.goto(path);
      await assertAccessible(page, path);
      await assertFits(page, path);
    }
  }
});

test("bundles are FHIR to checkers that know nothing of us", async (t) => {
  const diaries = { much: await much(30), little: little(), none: [] };
  for (const [name, entries] of Object.entries(diaries)) {
    const data = await dataOf(t, entries);
    const bundle = await bundleOf(data);
    assert.deepEqual(faults(bundle), [], name);
    keepsToRules(bundle);
    const some = await bundleOf(data, "--leave-out", "training", "--leave-out", "safety");
    assert.deepEqual(faults(some), [], `${name} in part`);
    keepsToRules(some);
  }
});

test("the checkers find what is broken", async (t) => {
  const data = await dataOf(t, (await much(2)).slice(-60));
  const bundle = await bundleOf(data);
  assert.deepEqual(faults(bundle), []);
  const place = bundle.entry.findIndex(({ resource }) => resource.valueInteger !== undefined);
  const breakages = {
    "no status": (pain) => delete pain.status,
    "a status that there isn’t": (pain) => (pain.status = "done"),
    "no code": (pain) => delete pain.code,
    "no date": (pain) => (pain.effectiveDateTime = "yesterday"),
    "a field that there isn’t": (pain) => (pain.severity = 4),
    "a word for a number": (pain) => (pain.valueInteger = "four"),
    "a white space that there isn’t": (pain) => (pain.code.text = "a\u00a0b"),
  };
  for (const [name, breakIt] of Object.entries(breakages)) {
    const broken = structuredClone(bundle);
    breakIt(broken.entry[place].resource);
    assert.notDeepEqual(faults(broken), [], name);
  }
  const lost = structuredClone(bundle);
  lost.entry.shift();
  assert.throws(() => keepsToRules(lost), "a reference leads nowhere");
});

test("a bundle has what the diary has", async (t) => {
  const at = Date.parse("2026-07-01T05:30:00Z");
  const data = await dataOf(t, [
    feeling(1, at, { rating: 7, locations: ["neck"], text: TEXTS[5] }, { zone: "Asia/Kolkata" }),
    feeling(2, at + 1000, { rating: 3 }, { date: "2026-06-28" }),
  ]);
  const resources = keepsToRules(await bundleOf(data, "--from", "2026-06-01", "--to", "2026-07-31"));
  const [early, late] = resources.filter(({ resourceType }) => resourceType === "Observation");
  assert.equal(early.effectiveDateTime, "2026-06-28", "noted later, so without a time");
  assert.equal(early.valueInteger, 3);
  assert.equal(late.effectiveDateTime, "2026-07-01T11:00:00+05:30");
  assert.equal(late.valueInteger, 7);
  assert.equal(late.bodySite.text, words("location-neck"));
  assert.equal(late.note[0].text, TEXTS[5].replaceAll(/[\u00a0\u2003\ufeff]/g, " "));
});

/** Times (local, and as UTC) at which a slot begins on the next days, as a calendar that isn't ours works them out. */
async function occurrences(zone, ...more) {
  const text = await askIn(zone, "--data-dir", "/nonexistent", "report", "--format", "ics", ...more);
  const calendar = new ICAL.Component(ICAL.parse(text));
  const known = calendar.getFirstSubcomponent("vtimezone");
  const component = calendar.getFirstSubcomponent("vevent");
  const event = new ICAL.Event(component);
  // Only what the file brings along counts, not what the library knows of the zone.
  const rules = known && new ICAL.Timezone(known);
  const times = [];
  const iterator = event.iterator();
  for (let number = 0; number < 430; number += 1) {
    const time = iterator.next();
    if (rules) time.zone = rules;
    times.push({ local: time.toString().slice(0, 16), unix: time.toUnixTime() });
  }
  return { calendar, event, times };
}

/** The wall clock of a moment somewhere, as this machine's own tables have it. */
const wall = (unix, timeZone) =>
  new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" })
    .format(unix * 1000)
    .replace(" ", "T");

for (const zone of [
  "Europe/Berlin",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Africa/Casablanca",
  "Asia/Jerusalem",
  "Pacific/Chatham",
  "America/St_Johns",
  "UTC",
]) {
  test(`the slot keeps the wall clock in ${zone} for over a year`, async () => {
    const { calendar, event, times } = await occurrences(zone, "--time", "09:30");
    const timezones = calendar.getAllSubcomponents("vtimezone");
    assert.equal(timezones.length, zone === "UTC" ? 0 : 1);
    assert.equal(event.duration.toString(), "PT5M");
    assert.equal(event.component.getAllSubcomponents("valarm").length, 1);
    let before = null;
    for (const { local, unix } of times) {
      assert.ok(local.endsWith("T09:30"), local);
      assert.equal(wall(unix, zone), local);
      const day = Date.parse(local.slice(0, 10));
      assert.ok(before === null || day - before === 86_400_000, "a slot each day");
      before = day;
    }
    const offsets = new Set(times.map(({ local, unix }) => Date.parse(`${local}Z`) / 1000 - unix));
    assert.equal(offsets.size > 1, !["Asia/Kolkata", "UTC"].includes(zone), "its clocks change, or don’t");
  });
}

test("a slot of weekdays has no weekends", async () => {
  const { times } = await occurrences("Europe/Berlin", "--days", "weekdays");
  const days = new Set(times.map(({ local }) => new Date(`${local.slice(0, 10)}T12:00:00Z`).getUTCDay()));
  assert.deepEqual([...days].sort(), [1, 2, 3, 4, 5]);
});
