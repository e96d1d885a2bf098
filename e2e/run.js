// Runs the browser tests side by side in one Chromium: node e2e/run.js [FILE …]
//
// Side by side run files; the tests in one take turns. Each test has a program on a data folder and a port of its own and
// a context of its own in the browser, and clocks are moved in pages, so no test is in another’s way.

import { readdir } from "node:fs/promises";
import { availableParallelism } from "node:os";
import path from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

import { serve } from "./lib/browser.js";

const FOLDER = fileURLToPath(new URL("tests/", import.meta.url));

/** What takes longest begins first, or everything else would end and wait for it. */
const LONGEST = ["session", "pages-desk", "pages-phone", "door-webkit", "door-firefox", "door-chromium", "hands", "discomfort", "figure"];

/** How many files run at once: while one waits for a page, another goes on. A window that is watched shows one. */
const AT_ONCE = process.env.UNHUNCH_SHOW ? 1 : Math.max(2, availableParallelism());

async function allFiles() {
  const place = (file) => {
    const found = LONGEST.indexOf(path.basename(file, ".test.js"));
    return found < 0 ? LONGEST.length : found;
  };
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith(".test.js")).sort();
  return files.sort((one, other) => place(one) - place(other)).map((file) => path.join(FOLDER, file));
}

const named = process.argv.slice(2).map((file) => path.resolve(file));
const files = named.length ? named : await allFiles();
const browser = await serve();
process.env.UNHUNCH_BROWSER = browser.wsEndpoint();
try {
  const results = run({ files, concurrency: AT_ONCE });
  results.on("test:fail", () => (process.exitCode = 1));
  const text = results.compose(new spec());
  text.pipe(process.stdout);
  await new Promise((resolve, reject) => text.once("end", resolve).once("error", reject));
} finally {
  await browser.close();
}
