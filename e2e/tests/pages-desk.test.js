// Every page on a desk, for everybody: axe in light and dark, and enlarged without sideways scrolling.

import { test } from "node:test";

import { assertAccessible, assertFits } from "../lib/axe.js";
import { DESK } from "../lib/browser.js";
import { everyPage, inColours, inWindow, withRoot } from "../lib/every-page.js";

/** A desk’s window at 200 % zoom. */
const ZOOMED = { width: DESK.width / 2, height: DESK.height / 2 };

test("on a desk axe finds nothing, light or dark, and nothing is too wide at 200 % zoom with the larger text", async (t) => {
  await everyPage(t, { viewport: DESK }, async (page, name) => {
    for (const colours of ["light", "dark"]) {
      await inColours(page, colours, () => assertAccessible(page, `${name}, ${colours}`));
    }
    await inWindow(page, ZOOMED, () =>
      withRoot(page, "dataset", "textSize", "larger", () => assertFits(page, `${name} at 200 % zoom`)),
    );
  });
});
