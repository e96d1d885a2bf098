// Every page on a phone, for everybody: axe, and narrow or enlarged without sideways scrolling.

import { test } from "node:test";

import { assertAccessible, assertFits } from "../lib/axe.js";
import { NARROW, PHONE } from "../lib/browser.js";
import { everyPage, inWindow, withRoot } from "../lib/every-page.js";

test("on a phone axe finds nothing, and nothing is wider than a narrow one, not even at 200 % text", async (t) => {
  await everyPage(t, { viewport: PHONE }, async (page, name) => {
    await assertAccessible(page, name);
    await inWindow(page, NARROW, async () => {
      await assertFits(page, name);
      await withRoot(page, "style", "fontSize", "200%", () => assertFits(page, `${name} at 200 % text`));
    });
  });
});
