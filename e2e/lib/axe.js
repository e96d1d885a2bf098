// Asks axe what is wrong with a page for people who see, hear or move differently.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails with the rule, the reason and the element for each thing that axe finds. */
export async function assertAccessible(page, what) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(source);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const found = violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.failureSummary} ${node.target.join(" ")} ${node.html}`),
  );
  assert.deepEqual(found, [], what);
}

/** Fails where a page is wider than its window, or something that is seen is wider than the place it stands in. */
export async function assertFits(page, what) {
  const found = await page.evaluate(() => {
    const isShown = (element) =>
      element.checkVisibility({ visibilityProperty: true }) && !element.closest(".unseen, .player-unseen, [inert]");
    const right = (node) => {
      if (node instanceof Element) return isShown(node) ? node.getBoundingClientRect().right : -Infinity;
      const range = document.createRange();
      range.selectNodeContents(node);
      return range.getBoundingClientRect().right;
    };
    const spills = (element) => {
      // Inline elements have no width of their own, and form fields cut off or scroll what is in them.
      if (element.clientWidth === 0 || element.closest("svg, select, input") || !isShown(element)) return false;
      // What scrolls by itself and can be scrolled with keys has room for more.
      if (element.tabIndex === 0 && getComputedStyle(element).overflowX === "auto") return false;
      const edge = element.getBoundingClientRect().right + 1;
      return [...element.childNodes].some((node) => right(node) > edge);
    };
    const found = [...document.querySelectorAll("body, body *")]
      .filter(spills)
      .map((element) => `too wide for its place: ${element.outerHTML.replace(/\s+/g, " ").slice(0, 160)}`);
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth ? [`${scrollWidth - clientWidth} px wider than the window`, ...found] : found;
  });
  assert.deepEqual(found, [], what);
}
