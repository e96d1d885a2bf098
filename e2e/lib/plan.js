// Plan files, and how a person takes one over.

import { readFileSync } from "node:fs";

import { words } from "./words.js";

/** The worked example of the guide. */
export const EXAMPLE = readFileSync(new URL("../../docs/plan-file.md", import.meta.url), "utf8").split("```toml\n")[1].split("```")[0];

/** Pastes a file's text and looks at it. */
export async function lookAt(page, text) {
  await page.goto("/routines/import");
  await page.locator("#import-paste").fill(text);
  await page.getByRole("button", { name: words("import-look") }).click();
}

/** Takes a good file over, and ends on its routine’s page. */
export async function importPlan(page, text) {
  await lookAt(page, text);
  await page.getByRole("button", { name: words("import-keep"), exact: true }).click();
  await page.waitForURL(/kept/);
}
