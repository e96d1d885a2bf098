// One Chromium for all tests of a file.

import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts Chromium; with UNHUNCH_SHOW=1 in a window. */
export function launch({ headless = !process.env.UNHUNCH_SHOW } = {}) {
  return chromium.launch({
    executablePath: process.env.UNHUNCH_CHROMIUM ?? "/usr/bin/chromium",
    args: ARGUMENTS,
    headless,
  });
}

/** The sizes that pages are looked at in, in CSS pixels. */
export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 800 };
export const NARROW = { width: 360, height: 740 };
