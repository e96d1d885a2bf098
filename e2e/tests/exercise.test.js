// Figures on pages that are read: they move, can be stopped, stand still where people want no movement, and show sides
// and variants without any script.

import assert from "node:assert/strict";
import { test } from "node:test";

import { person } from "../lib/person.js";
import { words } from "../lib/words.js";

const MOVING = "#show-moving > svg";

/** The forms of the figure as they are right now. */
const forms = (page) =>
  page.locator(MOVING).evaluate((svg) => [...svg.querySelectorAll("path")].map((path) => getComputedStyle(path).d).join());

/** Lets the figure's own clock run to a moment, in seconds. */
const at = (page, seconds) => page.locator(MOVING).evaluate((svg, seconds) => svg.setCurrentTime(seconds), seconds);

test("the figure of an exercise moves until it is stopped, and goes on", async (t) => {
  const { page } = await person(t);
  await page.goto("/exercises/cat-cow");
  const button = page.getByRole("button", { name: words("exercise-pause") });
  await button.click();
  await at(page, 0);
  const start = await forms(page);
  await at(page, 4);
  assert.notEqual(await forms(page), start, "it has another form in the hold");
  assert.ok(await page.locator(MOVING).evaluate((svg) => svg.animationsPaused()));
  await page.getByRole("button", { name: words("exercise-play") }).click();
  assert.ok(!(await page.locator(MOVING).evaluate((svg) => svg.animationsPaused())));
  await button.waitFor();

  await button.click();
  await page.goto("/exercises/superman");
  assert.ok(await page.locator(MOVING).evaluate((svg) => svg.animationsPaused()), "the next one stands still, too");
  await page.getByRole("button", { name: words("exercise-play") }).waitFor();
});

test("who wants no movement sees a still", async (t) => {
  const { page } = await person(t, { reducedMotion: "reduce" });
  await page.goto("/exercises/cat-cow");
  assert.ok(await page.locator(".show-quiet").isVisible());
  assert.ok(!(await page.locator(MOVING).isVisible()));
  assert.equal(await page.getByRole("button", { name: words("exercise-pause") }).count(), 0);
  assert.equal(await page.locator(".positions svg:visible").count(), 3);
});

test("variants and sides are a link away, also without scripts", async (t) => {
  const { page } = await person(t, { javaScriptEnabled: false });
  await page.goto("/exercises/knee-to-chest");
  const title = () => page.locator(`${MOVING} > title`).textContent();
  assert.equal(await title(), "Knee to chest, left side");
  await page.getByRole("link", { name: words("side-right"), exact: true }).click();
  assert.equal(await title(), "Knee to chest, right side");
  const variant = words("knee-to-chest.variant-seated-hug");
  await page.getByRole("link", { name: variant, exact: true }).click();
  assert.equal(await title(), `Knee to chest: ${variant}, left side`);
  await page.getByRole("link", { name: words("exercise-itself") }).click();
  assert.equal(await title(), "Knee to chest, left side");
});

test("small pictures are there", async (t) => {
  const { page } = await person(t);
  for (const path of ["/", "/exercises", "/routines/full"]) {
    await page.goto(path, { waitUntil: "networkidle" });
    const boxes = await page.locator(".thumb > use").evaluateAll((all) => all.map((use) => use.getBBox().width));
    assert.ok(boxes.length >= 10, `${path} has ${boxes.length}`);
    assert.ok(boxes.every((width) => width > 0), `${path}: something is missing in ${boxes}`);
  }
});
