// Every page, empty and lived in, for everybody: axe in light and dark, and narrow or enlarged without sideways scrolling.

import { test } from "node:test";

import { assertAccessible, assertFits } from "../lib/axe.js";
import { DESK, NARROW, PHONE } from "../lib/browser.js";
import { EMPTY_PAGES, liveIn, PAGES } from "../lib/pages.js";
import { person } from "../lib/person.js";

/** Visits every page, in one browser for those with and one for those without a history. */
async function everyPage(t, options, look) {
  for (const [pages, before] of [[EMPTY_PAGES, undefined], [PAGES, (program) => liveIn(program, 40)]]) {
    const { page } = await person(t, { ...options, before, isNew: !before });
    for (const { name, show, leave } of pages) {
      await t.test(name, async () => {
        await show(page);
        await look(page, name);
        await leave?.(page);
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
    await assertFits(page, name);
    await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
    await assertFits(page, `${name} at 200 % text`);
  });
});

test("nothing is wider than a desk’s window at 200 % zoom with the larger text", async (t) => {
  const viewport = { width: DESK.width / 2, height: DESK.height / 2 };
  await everyPage(t, { viewport }, async (page, name) => {
    await page.evaluate(() => (document.documentElement.dataset.textSize = "larger"));
    await assertFits(page, name);
  });
});
