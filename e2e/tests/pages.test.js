// Every page, empty and lived in, for everybody: axe in light and dark, and narrow or enlarged without sideways scrolling.

import { test } from "node:test";

import { assertAccessible, assertNoSidewaysScrolling } from "../lib/axe.js";
import { DESK, NARROW, PHONE } from "../lib/browser.js";
import { importHistory } from "../lib/history.js";
import { EMPTY_PAGES, PAGES } from "../lib/pages.js";
import { person } from "../lib/person.js";

/** Visits every page, in one browser for those with and one for those without a history. */
async function everyPage(t, options, look) {
  for (const [pages, before] of [[EMPTY_PAGES, undefined], [PAGES, (program) => importHistory(program, 40)]]) {
    const { page } = await person(t, { ...options, before });
    for (const { name, show } of pages) {
      await t.test(name, async () => {
        await show(page);
        await look(page, name);
      });
    }
  }
}

for (const colorScheme of ["light", "dark"]) {
  test(`axe finds nothing on any page, ${colorScheme}`, async (t) => {
    await everyPage(t, { colorScheme, viewport: DESK }, (page, name) => assertAccessible(page, name));
  });
}

test("axe finds nothing on any page on a phone", async (t) => {
  await everyPage(t, { viewport: PHONE }, (page, name) => assertAccessible(page, name));
});

test("nothing is wider than a narrow phone, not even at 200 % text", async (t) => {
  await everyPage(t, { viewport: NARROW }, async (page, name) => {
    await assertNoSidewaysScrolling(page, name);
    await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
    await assertNoSidewaysScrolling(page, `${name} at 200 % text`);
  });
});

test("nothing is wider than a desk’s window at 200 % zoom with the larger text", async (t) => {
  const viewport = { width: DESK.width / 2, height: DESK.height / 2 };
  await everyPage(t, { viewport }, async (page, name) => {
    await page.evaluate(() => (document.documentElement.dataset.textSize = "larger"));
    await assertNoSidewaysScrolling(page, name);
  });
});
