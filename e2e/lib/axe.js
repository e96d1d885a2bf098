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

/** Fails where a page is wider than its window. */
export async function assertNoSidewaysScrolling(page, what) {
  const { width, wide } = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const wide = [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 1 && element.checkVisibility())
      .map((element) => `<${element.tagName.toLowerCase()} class="${element.className}">`);
    return { width: document.documentElement.scrollWidth - width, wide };
  });
  assert.ok(width <= 0, `${what} is ${width} px wider than its window: ${wide.slice(0, 5).join(" ")}`);
}
