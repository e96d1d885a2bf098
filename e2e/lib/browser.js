// One Chromium for all tests: run.js starts it, and each test has a context of its own in it.

import { chromium } from "playwright-core";

/**
 * What a window has beside its page, which nobody sees here and which took as much time as the page: what comes up below
 * the field for addresses.
 */
const UNSEEN = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"];
/** What Playwright has switched off already: of two lists Chromium reads the last one. */
const PLAYWRIGHTS = [
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "ThirdPartyStoragePartitioning",
];

const ARGUMENTS = [
  `--disable-features=${[...PLAYWRIGHTS, ...UNSEEN].join()}`,
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const options = ({ headless = !process.env.UNHUNCH_SHOW } = {}) => ({
  executablePath: process.env.UNHUNCH_CHROMIUM ?? "/usr/bin/chromium",
  args: ARGUMENTS,
  headless,
});

/**
 * Joins the Chromium at UNHUNCH_BROWSER, or starts one where none is named; with UNHUNCH_SHOW=1 in a window. Closing it
 * closes the contexts that were made here, and the browser only where it was started here.
 */
export function launch(wish) {
  const shared = process.env.UNHUNCH_BROWSER;
  return shared ? chromium.connect(shared) : chromium.launch(options(wish));
}

/** Starts a Chromium that other processes join by `wsEndpoint()`. */
export function serve() {
  return chromium.launchServer(options());
}

/** The sizes that pages are looked at in, in CSS pixels. */
export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 800 };
export const NARROW = { width: 360, height: 740 };
