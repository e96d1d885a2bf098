// Progress on a narrow phone and by keyboard: charts with words, tables that open, nothing sideways.

import assert from "node:assert/strict";
import { test } from "node:test";

import { assertAccessible, assertFits } from "../lib/axe.js";
import { importHistory } from "../lib/history.js";
import { person } from "../lib/person.js";
import { words } from "../lib/words.js";

const SPANS = ["4-weeks", "3-months", "year", "all"];

test("charts of a lived-in diary are read, opened by keyboard and printed", async (t) => {
  const viewport = { width: 320, height: 700 };
  const before = (program) => importHistory(program, 60, "improving");
  const { page } = await person(t, { viewport, before, javaScriptEnabled: true });

  for (const span of SPANS) {
    await page.goto(`/progress?span=${span}`);
    const charts = page.getByRole("img");
    assert.ok((await charts.count()) > 5);
    await page.getByRole("img", { name: words("progress-felt") }).waitFor();
    await assertFits(page, `progress, ${span}`);
    await assertAccessible(page, `progress, ${span}`);
  }

  await page.goto("/progress");
  const summary = page.locator("#felt summary");
  await summary.focus();
  await page.keyboard.press("Enter");
  const rows = page.locator("#felt tbody tr");
  assert.ok(await rows.first().isVisible());
  assert.ok((await rows.count()) > 20);
  assert.equal(await rows.first().locator("th").getAttribute("scope"), "row");
  await assertFits(page, "progress with a table open");
  await assertAccessible(page, "progress with a table open");

  // On paper there are charts, and nothing to press.
  await page.emulateMedia({ media: "print" });
  assert.ok(await page.locator("#felt .chart-wide").isVisible());
  assert.equal(await page.locator("main .choices").isVisible(), false);
});
