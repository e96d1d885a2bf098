// What a person notes: before a session, after it, by itself and once a week; with the keyboard alone, with a finger on
// the drawn body, and where there are no scripts.

import assert from "node:assert/strict";
import { test } from "node:test";

import { PHONE } from "../lib/browser.js";
import { importHistory } from "../lib/history.js";
import { person } from "../lib/person.js";
import { ask } from "../lib/program.js";
import { finishSteps, startName } from "../lib/session.js";
import { words } from "../lib/words.js";

/** What a journal says of ratings and notes. */
const noted = (journal) => journal
  .map(({ body }) => body)
  .filter(({ kind }) => kind === "pain-rated" || kind.startsWith("note-"))
  .map(({ kind, moment, rating, locations, content }) => content?.content ?? JSON.parse(JSON.stringify({ kind, moment, rating, locations })));

/** Goes on with the Tab key until something has the focus. */
async function tabTo(page, locator) {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the Tab key does not lead to ${locator}`);
}

const place = (page, id) => page.getByRole("checkbox", { name: words(`location-${id}`) });
const number = (page, role, value) => page.getByRole(role, { name: String(value), exact: true });

async function press(page, locator, key = "Enter") {
  await tabTo(page, locator);
  await page.keyboard.press(key);
}

test("with the keyboard alone, how it feels is said before a session and after it, and where", async (t) => {
  const { page, program } = await person(t, {});
  // An answer that was given by mistake is taken back.
  await press(page, number(page, "radio", 0), "Space");
  for (let presses = 0; presses < 3; presses += 1) await page.keyboard.press("ArrowRight");
  assert.ok(await number(page, "radio", 3).isChecked());
  const untick = page.getByRole("radio", { name: words("scale-untick") });
  await page.keyboard.press("Home");
  await untick.check();
  await page.keyboard.press("Tab");
  await untick.waitFor({ state: "hidden" });
  await page.goto("/");
  await press(page, number(page, "radio", 0), "Space");
  for (let presses = 0; presses < 4; presses += 1) await page.keyboard.press("ArrowRight");
  await press(page, page.getByRole("button", { name: startName("today"), exact: true }));
  await page.waitForURL(/\/sessions\/[0-9a-f-]{36}$/);
  assert.deepEqual(noted(await program.journal()), [{ kind: "pain-rated", moment: "before", rating: 4 }]);

  await finishSteps(page, 30);
  await page.goto(`${page.url()}/after`);
  await press(page, number(page, "button", 2));
  const kept = (felt) => page.getByText(words("after-rated", { felt })).waitFor();
  await kept("2 of 10");
  await press(page, page.locator("summary", { hasText: words("after-where") }));
  await press(page, place(page, "neck"), "Space");
  await press(page, place(page, "lower-back"), "Space");
  await press(page, page.getByRole("button", { name: words("after-where-save") }));
  await kept("2 of 10 · neck, lower back");
  await press(page, page.getByRole("link", { name: words("after-history") }));
  await page.getByText("2 of 10 · neck, lower back").waitFor();
  await page.getByText("4 of 10").waitFor();
});

test("with the keyboard alone, a note is written, corrected, deleted and brought back", async (t) => {
  const { page, program } = await person(t, {});
  await press(page, page.getByRole("link", { name: words("note-link") }));
  const save = page.getByRole("button", { name: words("note-save") });
  await press(page, save);
  await page.getByRole("alert").waitFor();
  await press(page, number(page, "radio", 0), "Space");
  await page.keyboard.press("ArrowRight");
  await press(page, place(page, "right-shoulder"), "Space");
  await tabTo(page, page.getByRole("textbox", { name: words("note-text") }));
  await page.keyboard.type("Carried <boxes> & a chair");
  await press(page, save);
  const note = page.getByRole("listitem").filter({ hasText: "Carried <boxes> & a chair" });
  await note.getByText("1 of 10 · right shoulder").waitFor();

  await press(page, note.getByRole("link"));
  await press(page, place(page, "right-shoulder"), "Space");
  await press(page, place(page, "upper-back"), "Space");
  await press(page, save);
  await note.getByText("1 of 10 · upper back").waitFor();
  await note.getByText(/corrected on/).first().waitFor();

  await press(page, note.getByRole("link"));
  await press(page, page.getByRole("button", { name: words("note-delete") }));
  await page.getByText(words("note-deleted")).waitFor();
  assert.equal(await note.count(), 0);
  await press(page, page.getByRole("button", { name: words("history-undo") }));
  await note.waitFor();

  const text = "Carried <boxes> & a chair";
  assert.deepEqual(noted(await program.journal()), [
    { feeling: { rating: 1, locations: ["right-shoulder"], text } },
    { feeling: { rating: 1, locations: ["upper-back"], text } },
    { kind: "note-deleted" },
    { kind: "note-restored" },
  ]);
  await page.goto("/");
  await page.getByText(words("note-today", { felt: "1 of 10 · upper back" })).waitFor();
});

test("once a week the week is asked for, with the keyboard alone, and what the command line notes is there at once", async (t) => {
  const { page, program } = await person(t, { before: (program) => importHistory(program, 10) });
  const card = page.getByRole("region", { name: words("week-heading") });
  await press(page, card.getByRole("link"));
  await press(page, number(page, "radio", 0), "Space");
  for (let presses = 0; presses < 5; presses += 1) await page.keyboard.press("ArrowRight");
  for (const [group, key] of [["week-change", "week-change-better"], ["week-sleep", "week-sleep-well"]]) {
    const radios = page.getByRole("group", { name: words(group) }).getByRole("radio");
    await press(page, radios.first(), "Space");
    assert.ok(await page.getByRole("radio", { name: words(key) }).isChecked());
  }
  await press(page, page.getByRole("button", { name: words("note-save") }));
  await page.getByText(words("week-said-better")).waitFor();
  const answers = noted(await program.journal()).filter(({ week }) => week);
  assert.deepEqual(answers, [{ week: { average: 5, change: "better", sleep: "well" } }]);
  await page.goto("/");
  assert.equal(await card.count(), 0);

  await ask("--data-dir", program.folder, "note", "--pain", "8", "--region", "head");
  await page.reload();
  await page.getByText(words("note-today", { felt: "8 of 10 · head" })).waitFor();
});

/** Where a person would tap, as parts of the drawing's width and height. */
const TAPS = {
  head: [0.5, 0.14],
  neck: [0.5, 0.3],
  "left-shoulder": [0.14, 0.48],
  "right-shoulder": [0.86, 0.48],
  "upper-back": [0.62, 0.56],
  "lower-back": [0.4, 0.82],
};

/** Taps each place three times, the last time ticks it; `look` says where the drawing is at each tap. */
async function tapAll(page, look) {
  for (const [id, [x, y]] of Object.entries(TAPS)) {
    for (const ticked of [true, false, true]) {
      const box = await look();
      await page.touchscreen.tap(box.x + x * box.width, box.y + y * box.height);
      assert.equal(await place(page, id).isChecked(), ticked, id);
    }
    const all = await page.getByRole("checkbox", { checked: true }).count();
    assert.equal(all, Object.keys(TAPS).indexOf(id) + 1, `${id} ticks nothing else`);
  }
}

test("a finger ticks places on the drawn body, which stays where it is", async (t) => {
  const { page } = await person(t, { viewport: PHONE, hasTouch: true });
  await page.goto("/notes/new");
  const body = page.locator(".body-drawing");
  await body.scrollIntoViewIfNeeded();
  const box = await body.boundingBox();
  await tapAll(page, () => box);
  assert.deepEqual(await body.boundingBox(), box);
});

test("a finger ticks places on the drawn body where there are no scripts", async (t) => {
  const { page, program } = await person(t, { viewport: PHONE, hasTouch: true, javaScriptEnabled: false });
  await page.goto("/notes/new");
  const body = page.locator(".body-drawing");
  await tapAll(page, async () => {
    await body.scrollIntoViewIfNeeded();
    return body.boundingBox();
  });
  await place(page, "head").uncheck();
  await page.getByRole("button", { name: words("note-save") }).tap();
  await page.getByText(words("note-kept")).waitFor();
  const locations = ["neck", "left-shoulder", "right-shoulder", "upper-back", "lower-back"];
  assert.deepEqual(noted(await program.journal()), [{ feeling: { locations } }]);
});
