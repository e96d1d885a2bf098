// Asks axe what is wrong with a page for people who see, hear or move differently.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Fails with the rule, the reason and the element for each thing that axe finds. */
export async function assertAccessible(page, what) {
  await page.evaluate(source);
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  const found = violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.failureSummary} ${node.target.join(" ")} ${node.html}`),
  );
  assert.deepEqual(found, [], what);
}

/** Fails where a page is wider than its window, or something in it is wider than the place it stands in. */
export async function assertFits(page, what) {
  const found = await page.evaluate(() => {
    const name = (element) => `<${element.tagName.toLowerCase()} id="${element.id}" class="${element.className}">`;
    const isShown = (element) =>
      element.checkVisibility({ visibilityProperty: true }) && !element.closest(".unseen, .player-unseen, [inert]");
    const window = document.documentElement;
    const spills = [...document.querySelectorAll("body *")].filter(
      (element) =>
        // Inline elements have no width of their own, and form fields cut off or scroll what is in them.
        element.clientWidth > 0 &&
        element.scrollWidth > element.clientWidth + 1 &&
        !element.closest("svg, select, input") &&
        isShown(element),
    );
    const found = spills.map((element) => `${name(element)} spills by ${element.scrollWidth - element.clientWidth} px`);
    const over = window.scrollWidth - window.clientWidth;
    return over > 0 ? [`the page is ${over} px wider than its window`, ...found] : found;
  });
  assert.deepEqual(found, [], what);
}
