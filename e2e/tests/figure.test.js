// The figure in the player: it does what the person is to do, in every kind of step, and nothing depends on it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { drawn, figureOf, watch } from "../lib/figure.js";
import { person } from "../lib/person.js";
import { timeline } from "../lib/program.js";
import { continueButton, eventually, letRun, startRoutine } from "../lib/session.js";
import { words } from "../lib/words.js";

const kind = (page, name) => page.locator(`#player[data-kind="${name}"]`);
const differ = (seen) => new Set(seen.map(({ forms }) => forms)).size === seen.length;
const alike = (seen) => new Set(seen.map(({ forms }) => forms)).size === 1;

/** Starts a routine and goes on to an exercise, at its very beginning. */
async function goTo(page, routine, exercise) {
  await startRoutine(page, routine);
  const heading = page.getByRole("heading", { level: 2, name: words(exercise), exact: true });
  while ((await heading.count()) === 0) {
    await page.keyboard.press("Shift+ArrowRight");
    await letRun(page, 100);
  }
  await figureOf(page).waitFor();
}

/** Goes on to the next step of a kind. */
async function skipTo(page, name) {
  while ((await kind(page, name).count()) === 0) {
    await page.keyboard.press("ArrowRight");
    await letRun(page, 50);
  }
  await letRun(page, 50);
}

test("the figure shows what comes, moves, breathes, comes back and turns to the other side", async (t) => {
  const { page } = await person(t, { clock: true, frames: 60 });
  await goTo(page, "desk", "overhead-arm-reach");
  await letRun(page, 100);
  const start = await drawn(page);
  const preview = await watch(page, 5, 900);
  assert.ok(new Set(preview.map(({ forms }) => forms)).size > 2, "what comes is shown while getting ready");

  await skipTo(page, "move");
  const moving = await watch(page, 4, 1_000);
  assert.ok(differ(moving), "it moves");

  await skipTo(page, "hold");
  await letRun(page, 300);
  const holding = await watch(page, 5, 400);
  assert.ok(differ(holding), "it breathes");
  assert.ok(holding.every(({ moment }) => moment > moving.at(-1).moment));

  await skipTo(page, "return");
  const returning = await watch(page, 3, 900);
  assert.ok(differ(returning), "it comes back");

  await page.keyboard.press("ArrowLeft");
  await skipTo(page, "switch-sides");
  const other = await drawn(page);
  assert.notEqual(other.id, start.id, "it is the other side’s figure");
  assert.ok(alike(await watch(page, 4, 900)), "it waits in the start position");
  await skipTo(page, "move");
  const mirrored = await watch(page, 3, 1_000);
  assert.ok(differ(mirrored));
  assert.ok(mirrored.every(({ id }) => id === other.id));
  // The one that gave way is gone.
  await letRun(page, 1_000);
  assert.equal(await page.locator("#figure svg").count(), 1);
});

test("the figure stands still while the session does, and goes on where it stood", async (t) => {
  const { page } = await person(t, { clock: true, frames: 60 });
  await goTo(page, "desk", "overhead-arm-reach");
  await skipTo(page, "move");
  await letRun(page, 2_000);
  await page.keyboard.press("Space");
  await continueButton(page).waitFor();
  const standing = await watch(page, 4, 700);
  assert.ok(alike(standing));
  await page.keyboard.press("Space");
  await letRun(page, 700);
  const going = await drawn(page);
  assert.ok(going.moment > standing[0].moment && going.moment < standing[0].moment + 1_500);

  // After a long pause there is a count-in: it shows where the session goes on.
  await page.keyboard.press("Space");
  await continueButton(page).waitFor();
  const before = await drawn(page);
  await letRun(page, 12_000);
  await page.keyboard.press("Space");
  await page.getByText(words("player-count-in"), { exact: true }).first().waitFor();
  assert.ok(alike([before, ...(await watch(page, 3, 700))]));

  // Going back while it stands still shows at once what it went back to.
  await letRun(page, 1_000);
  await page.keyboard.press("Space");
  await continueButton(page).waitFor();
  await page.keyboard.press("ArrowLeft");
  await letRun(page, 50);
  assert.equal((await drawn(page)).moment, 0);
});

test("neck sides are changed straight through, in one film", async (t) => {
  const { page } = await person(t, { clock: true, frames: 60 });
  await goTo(page, "two-minutes", "neck-side-bend-rotation");
  await skipTo(page, "hold");
  const right = await drawn(page);
  await skipTo(page, "switch-sides");
  const rolling = await watch(page, 5, 1_200);
  assert.ok(differ(rolling));
  assert.ok(rolling.every(({ id, moment }) => id === right.id && moment > right.moment));
});

test("without motion the figure changes only with the steps", async (t) => {
  const { page } = await person(t, { clock: true, frames: 60, reducedMotion: "reduce" });
  await goTo(page, "desk", "overhead-arm-reach");
  await letRun(page, 100);
  const ready = await watch(page, 4, 900);
  assert.ok(alike(ready));
  await skipTo(page, "move");
  const moving = await watch(page, 3, 900);
  assert.ok(alike(moving));
  assert.notEqual(moving[0].forms, ready[0].forms, "the key position is shown");
  await skipTo(page, "hold");
  assert.ok(alike([moving[0], ...(await watch(page, 3, 900))]));
  await skipTo(page, "return");
  assert.ok(alike([ready[0], ...(await watch(page, 2, 900))]));

  await page.emulateMedia({ reducedMotion: "no-preference" });
  await skipTo(page, "move");
  assert.ok(differ(await watch(page, 3, 900)), "who changes their mind sees it move");
  await page.emulateMedia({ reducedMotion: "reduce" });
  await letRun(page, 100);
  assert.ok(alike([moving[0], ...(await watch(page, 2, 900))]));
});

test("a session plays without its figures, and shows them when they come after all", async (t) => {
  const { page } = await person(t, { clock: true, frames: 60 });
  const away = (route) => route.abort("connectionrefused");
  await page.route("**/figures/**", away);
  await startRoutine(page, "desk");
  await page.locator('#player[data-figure="false"]').waitFor();
  await letRun(page, 15_000);
  assert.equal(await page.locator("#figure").isVisible(), false);
  const clock = await page.locator("#player-ring").boundingBox();
  assert.ok(clock.height > 300, "the clock has the room");
  await kind(page, "move").waitFor();

  await page.unroute("**/figures/**", away);
  await letRun(page, 61_000);
  await figureOf(page).waitFor();
});

test("figures of a session that has begun are there when the program is gone", async (t) => {
  const { page, program } = await person(t, { clock: true, frames: 60 });
  const loaded = new Set();
  page.on("requestfinished", (request) => {
    if (request.url().includes("/figures/")) loaded.add(request.url());
  });
  await startRoutine(page, "floor");
  const { exercises } = JSON.parse(await page.locator("#session-data").textContent());
  const wanted = new Set(exercises.flatMap(({ figure }) => Object.values(figure)));
  await eventually("all figures are fetched", () => loaded.size === wanted.size, { page });
  await program.kill();
  for (let exercise = 1; exercise < exercises.length; exercise += 1) {
    await page.keyboard.press("Shift+ArrowRight");
    await letRun(page, 1_000);
    assert.equal(await figureOf(page).count(), 1, exercises[exercise].id);
  }
});

test("the figure has a name, and is no news when a step begins", async (t) => {
  const { page } = await person(t, { clock: true, frames: 60 });
  await goTo(page, "desk", "pec-stretch");
  await page.getByRole("img", { name: words("pec-stretch") }).waitFor();
  assert.equal(await page.locator("#figure").evaluate((figure) => figure.closest("[aria-live]") === null), true);
});

test("the figure is large on every screen, and pushes nothing off it", async (t) => {
  const { page } = await person(t, { clock: true, frames: 60 });
  await goTo(page, "desk", "overhead-arm-reach");
  const screens = [[390, 844], [844, 390], [320, 568], [768, 1024], [1280, 800], [1920, 1080]];
  for (const [width, height] of screens) {
    await page.setViewportSize({ width, height });
    await letRun(page, 100);
    const box = async (selector) => page.locator(selector).boundingBox();
    const [figure, clock, controls] = [await box("#figure"), await box(".player-ring-drawing"), await box(".player-controls")];
    const where = `${width}×${height}: ${JSON.stringify({ figure, clock, controls })}`;
    assert.ok(figure.height >= height * 0.2 && figure.width >= width * 0.3, where);
    assert.ok(clock.height >= Math.min(width, height) * 0.22, where);
    assert.ok(controls.y + controls.height <= height + 1 && clock.y + clock.height <= controls.y + 1, where);
    assert.ok(figure.y >= 0 && figure.y + figure.height <= height + 1, where);
    const side = clock.x >= figure.x + figure.width - 1;
    assert.ok(side || clock.y >= figure.y + figure.height - 1, `the clock hides the figure at ${where}`);
  }
});

test("between steps the figure never jumps, in any routine at any level", async (t) => {
  const { page } = await person(t);
  const steps = [];
  const figures = {};
  for (const routine of ["desk", "floor", "full", "two-minutes"]) {
    await page.goto("/");
    await startRoutine(page, routine);
    const { exercises } = JSON.parse(await page.locator("#session-data").textContent());
    for (const { id, figure } of exercises) figures[id] = figure;
    for (let level = -1; level <= 4; level += 1) steps.push(...(await timeline(routine, level)).steps);
  }
  const jumps = await page.evaluate(async ({ steps, figures }) => {
    const { addressFor, createSteering, readSpans } = await import("/assets/player/figure-steering.js");
    const films = new Map();
    async function film(address) {
      if (!films.has(address)) {
        const text = await (await fetch(address)).text();
        const picture = document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true);
        // Where the player has them: whatever else the page held would not be drawn.
        document.getElementById("figure").append(picture);
        picture.pauseAnimations();
        films.set(address, { picture, steering: createSteering(readSpans(picture.dataset.spans), Number(picture.dataset.breathMs)) });
      }
      return films.get(address);
    }
    /** Where everything is that can be seen at a moment. */
    function places(picture, moment) {
      picture.setCurrentTime(moment / 1000);
      return [...picture.querySelectorAll("path")].map((path) => {
        const { x, y, width, height } = path.getBBox();
        return [x, y, x + width, y + height];
      });
    }
    const seen = new Set();
    const jumps = [];
    let empty = 0;
    for (const [place, after] of steps.entries()) {
      const before = steps[place - 1];
      if (!before?.exercise || before.exercise !== after.exercise || after.index !== before.index + 1) continue;
      const key = JSON.stringify([before, after].map((s) => [s.exercise, s.kind, s.side, s.phase, s.duration_ms]));
      if (seen.has(key)) continue;
      seen.add(key);
      const addresses = [before, after].map((step) => addressFor(figures[step.exercise], step.side));
      const [one, other] = [await film(addresses[0]), await film(addresses[1])];
      const [from, to] = [one.steering.momentAt(before, before.duration_ms - 0.01), other.steering.momentAt(after, 0)];
      if (addresses[0] !== addresses[1]) {
        // Another film comes: it begins at rest, and so ended the other.
        if (to !== other.steering.atRest) jumps.push({ key, to });
        continue;
      }
      const [a, b] = [places(one.picture, from), places(one.picture, to)];
      const far = Math.max(...a.flatMap((box, path) => box.map((value, edge) => Math.abs(value - b[path][edge]))));
      if (!(far <= 3)) jumps.push({ key, from, to, far });
      if (a.every(([left, , right]) => left === right)) empty += 1;
    }
    return { jumps, empty, pairs: seen.size };
  }, { steps, figures });
  assert.equal(jumps.empty, 0, "nothing is drawn");
  assert.ok(jumps.pairs > 80, `${jumps.pairs} pairs of steps were compared`);
  // A jump is more than three thousandths of the picture: forms are rounded.
  assert.deepEqual(jumps.jumps, []);
});

test("a figure that faces the person moves as in a mirror, unless they don’t want that", async (t) => {
  const { page } = await person(t);
  const note = page.getByText(words("player-mirror"), { exact: true });
  const flipped = () => figureOf(page).evaluate((svg) => new DOMMatrix(getComputedStyle(svg).transform).a);

  await page.goto("/exercises/overhead-arm-reach");
  assert.equal(await page.getByText(words("exercise-mirror")).count(), 1);
  await page.goto("/");
  await goTo(page, "desk", "neck-side-bend-rotation");
  assert.equal(await flipped(), -1);
  assert.ok(await note.isVisible());
  // From behind there is nothing to mirror.
  await page.keyboard.press("Shift+ArrowRight");
  await page.getByRole("heading", { level: 2, name: words("scapular-squeeze"), exact: true }).waitFor();
  await eventually("it is not mirrored", async () => (await flipped()) === 1);
  assert.ok(!(await note.isVisible()));

  await page.goto("/settings");
  await page.getByLabel(words("settings-mirror")).uncheck();
  await page.getByRole("button", { name: words("settings-save") }).click();
  await page.goto("/exercises/overhead-arm-reach");
  assert.equal(await page.getByText(words("exercise-mirror")).count(), 0);
  await page.goto("/");
  await page.getByRole("link", { name: words("today-open-continue") }).click();
  await page.locator("#player-resume-continue").click();
  await page.keyboard.press("Shift+ArrowLeft");
  await page.getByRole("heading", { level: 2, name: words("neck-side-bend-rotation"), exact: true }).waitFor();
  await eventually("it is not mirrored", async () => (await flipped()) === 1);
  assert.ok(!(await note.isVisible()));
});
