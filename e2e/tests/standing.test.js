// What a person decides about an exercise on its page, by keyboard and without any script.

import assert from "node:assert/strict";
import { test } from "node:test";

import { person } from "../lib/person.js";
import { words } from "../lib/words.js";

const NOW = ".standing-now";
const HERE = "tr[aria-current] th";

/** Presses a button as somebody does who uses the keyboard alone. */
async function press(page, key) {
  const button = page.getByRole("button", { name: words(key), exact: true });
  await button.focus();
  assert.ok(await button.evaluate((element) => element.matches(":focus-visible")));
  await page.keyboard.press("Enter");
  await page.getByRole("status").waitFor();
}

test("a step easier and back, left out and taken back", async (t) => {
  const { page, program } = await person(t, { javaScriptEnabled: false });
  await page.goto("/exercises/pec-stretch");
  const [dose, level] = [await page.locator(NOW).textContent(), await page.locator(HERE).textContent()];

  await press(page, "standing-easier");
  const easier = await page.locator(NOW).textContent();
  assert.notEqual(easier, dose);
  assert.notEqual(await page.locator(HERE).textContent(), level);
  assert.equal(await page.getByRole("status").textContent(), words("standing-kept-step", { dose: easier }));
  assert.ok(await page.locator("#standing").evaluate((card) => card.getBoundingClientRect().top < window.innerHeight));

  await press(page, "standing-harder");
  assert.equal(await page.locator(NOW).textContent(), dose);
  assert.equal(await page.locator(HERE).textContent(), level);

  await press(page, "standing-leave-out");
  assert.equal(await page.locator(NOW).count(), 0);
  assert.equal(await page.locator(HERE).count(), 0);
  await page.goto("/routines/desk");
  await page.getByRole("heading", { name: words("routine-left") }).waitFor();
  await page.getByRole("link", { name: words("pec-stretch") }).click();

  await press(page, "standing-take-back");
  assert.equal(await page.locator(NOW).textContent(), dose);
  const kinds = (await program.journal()).map((entry) => entry.body.kind);
  const own = kinds.filter((kind) => ["standing-set", "exercise-chosen"].includes(kind));
  assert.deepEqual(own, ["standing-set", "standing-set", "exercise-chosen", "exercise-chosen"]);
});
