// A person with a browser in front of a freshly started Unhunch. What the browser complains about fails the test.

import assert from "node:assert/strict";
import { after } from "node:test";

import { DESK, launch } from "./browser.js";
import { importWelcome } from "./history.js";
import { Program, ZONE } from "./program.js";

/** Each frame takes some ms of real time, however short it is on a faked clock, and sessions last for minutes. */
const FRAMES = 10;

let browser = null;

after(async () => {
  await browser?.close();
});

/**
 * Starts the program and opens it in a browser context of its own; both are gone after the test.
 *
 * @param {import("node:test").TestContext} t
 * @param {object} options what Playwright's `newContext` takes, and
 *   `clock: true` for a clock that only the test moves,
 *   `frames` for how many frames a second are drawn on that clock,
 *   `isNew: true` for somebody who hasn't been through the welcome,
 *   `before: (program) => Promise` for what is to be done before the browser opens
 */
export async function person(t, { clock = false, frames = FRAMES, isNew = false, before, ...options } = {}) {
  browser ??= await launch();
  const program = await Program.start();
  t.after(() => program.discard());
  if (!isNew) await importWelcome(program);
  await before?.(program);
  const context = await browser.newContext({
    viewport: DESK,
    timezoneId: ZONE,
    locale: "en-GB",
    baseURL: program.origin,
    ...options,
  });
  context.setDefaultTimeout(30_000);
  const complaints = [];
  t.after(async () => {
    await context.close();
    assert.deepEqual(complaints, [], "the browser complained");
  });
  context.on("weberror", (error) => complaints.push(String(error.error())));
  context.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== program.origin) complaints.push(`asked another host: ${request.url()}`);
  });
  context.on("console", (message) => {
    if (message.type() === "error" && !isExpected(message)) complaints.push(`${message.text()} (${message.location().url})`);
  });
  if (clock) {
    const now = Date.now();
    await context.clock.install({ time: now });
    // Without this it would go on by itself as well, and a slow machine would hear more than the test meant.
    await context.clock.pauseAt(now + 1_000);
    await context.addInitScript(drawSeldom, 1_000 / frames);
  }
  const page = await context.newPage();
  await page.goto(program.entrance);
  return { program, page, context };
}

/** Run in a page: a screen that draws a frame every so many ms of the faked clock. */
function drawSeldom(pause) {
  window.requestAnimationFrame = (draw) => setTimeout(() => draw(performance.now()), pause);
  window.cancelAnimationFrame = clearTimeout;
}

/** A program that is away is part of some tests, and a refused page says itself what is wrong. */
function isExpected(message) {
  const text = message.text();
  if (/net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/.test(text)) return true;
  return text.includes("the server responded with a status of") && message.location().url === message.page()?.url();
}
