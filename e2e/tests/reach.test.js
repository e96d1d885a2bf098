// Tests of reach: read by eye without any script, and with a phone's tilt sensor, which Chromium pretends to have.

import assert from "node:assert/strict";
import { test } from "node:test";

import { assertAccessible, assertFits } from "../lib/axe.js";
import { DESK, NARROW, PHONE } from "../lib/browser.js";
import { person } from "../lib/person.js";
import { words } from "../lib/words.js";

const panel = (page) => page.locator("#tilt-panel");
const status = (page) => page.locator("#tilt-status");

/** A phone in somebody's hand: tilts it by so many degrees, and holds it there for a while (ms) on the faked clock. */
async function phone(page) {
  const sensor = await page.context().newCDPSession(page);
  let now;
  // From 60 degrees on, so that the tilt goes through the place where angles jump.
  const set = (tilt) => {
    now = tilt;
    const beta = ((240 + tilt) % 360) - 180;
    return sensor.send("DeviceOrientation.setDeviceOrientationOverride", { alpha: 10, beta, gamma: 0 });
  };
  /** A change reaches the page in real time, while its clock stands still: waits until it has. */
  const change = async (tilt) => {
    await page.evaluate(() => {
      window.felt = new Promise((tell) => addEventListener("deviceorientation", () => tell(), { once: true }));
    });
    await set(tilt);
    await page.evaluate(() => window.felt);
  };
  return {
    set,
    async hold(tilt, ms) {
      if (tilt !== now) await change(tilt);
      for (let at = 0; at < ms; at += 100) await page.clock.runFor(100);
    },
  };
}

test("a test is read by eye and compared, without scripts", async (t) => {
  const { page, program } = await person(t, { javaScriptEnabled: false, viewport: PHONE });
  await page.goto("/reach");
  await page.getByRole("link", { name: words("reach-side-bend") }).click();
  await page.getByLabel(words("reach-side-bend.one-hand"), { exact: true }).check();
  await page.getByRole("button", { name: words("reach-save") }).click();
  await page.getByRole("link", { name: words("reach-other-left") }).click();
  await page.getByLabel(words("reach-side-bend.more-than-one"), { exact: true }).check();
  await page.getByRole("button", { name: words("reach-save") }).click();
  await page.getByRole("link", { name: words("reach-all") }).click();
  const card = page.locator(".card", { hasText: words("reach-side-bend") });
  await card.getByText(`${words("side-right")}: ${words("reach-side-bend.one-hand")}`).waitFor();
  await card.getByText(`${words("side-left")}: ${words("reach-side-bend.more-than-one")}`).waitFor();
  const kept = (await program.journal()).filter(({ body }) => body.kind === "note-kept");
  assert.deepEqual(
    kept.map(({ body }) => body.content.content.reach),
    [
      { test: "side-bend", side: "right", reading: { landmark: 2 } },
      { test: "side-bend", side: "left", reading: { landmark: 1 } },
    ],
  );
});

test("a phone reads it three times, and the middle one is kept", async (t) => {
  const { page, program } = await person(t, { clock: true, viewport: PHONE });
  const held = await phone(page);
  await held.set(0);
  await page.goto("/reach/flexion");
  await panel(page).waitFor();
  await page.getByRole("button", { name: words("tilt-start"), exact: true }).click();
  assert.equal(await status(page).textContent(), words("tilt-placing"));
  await held.hold(0, 7_000);
  assert.equal(await status(page).textContent(), words("tilt-moving"));
  for (const tilt of [41, 52, 44]) {
    await held.hold(tilt, 1_500);
    await held.hold(0, 1_500);
  }
  assert.deepEqual(await page.locator("#tilt-tries li").allTextContents(), ["1: 41°", "2: 52°", "3: 44°"]);
  assert.equal(await status(page).textContent(), words("tilt-done", { degrees: 44 }));
  await page.getByRole("button", { name: words("tilt-save", { degrees: 44 }) }).click();
  await page.getByText("Chin to chest: 44°").waitFor();
  const kept = (await program.journal()).filter(({ body }) => body.kind === "note-kept");
  assert.deepEqual(kept[0].body.content.content.reach, { test: "flexion", reading: { degrees: 44 } });
});

test("it can be stopped, and a phone that slips keeps nothing", async (t) => {
  const { page } = await person(t, { clock: true, viewport: PHONE });
  const held = await phone(page);
  await held.set(0);
  await page.goto("/reach/side-bend?side=left");
  await panel(page).waitFor();
  await page.getByRole("button", { name: words("tilt-start"), exact: true }).click();
  await held.hold(0, 7_000);
  await page.getByRole("button", { name: words("tilt-stop"), exact: true }).click();
  assert.equal(await status(page).textContent(), words("tilt-stopped"));
  await page.getByRole("button", { name: words("tilt-again"), exact: true }).click();
  await held.hold(0, 7_000);
  await held.hold(150, 1_500);
  assert.equal(await status(page).textContent(), words("tilt-lost"));
  assert.ok(!(await page.locator("#tilt-save").isVisible()));
});

test("without a sensor there is a sentence and the other way", async (t) => {
  const { page } = await person(t, { viewport: DESK });
  await page.goto("/reach/extension");
  await page.getByText(words("tilt-none")).waitFor();
  assert.ok(!(await panel(page).isVisible()));
  await page.getByLabel(words("reach-extension.straight-up")).check();
  await page.getByRole("button", { name: words("reach-save") }).click();
  await page.getByRole("status").first().waitFor();
});

test("everybody can use it, also with the phone's part open", async (t) => {
  const { page } = await person(t, { viewport: NARROW });
  const held = await phone(page);
  await held.set(0);
  for (const [path, form] of [
    ["/reach", null],
    ["/reach/flexion", null],
    ["/reach/side-bend?side=left", "Keep"],
  ]) {
    await page.goto(path);
    if (form) {
      await page.getByLabel(words("reach-side-bend.touching"), { exact: true }).check();
      await page.getByRole("button", { name: words("reach-save") }).click();
      await page.locator("#found").waitFor();
    }
    if (path !== "/reach") await panel(page).waitFor();
    await assertAccessible(page, path);
    await assertFits(page, path);
    await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
    await assertFits(page, `${path} at 200 % text`);
  }
});
