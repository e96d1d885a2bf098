// The same few things in three real engines: Chromium, Firefox and WebKitGTK, each with a fresh profile.
//
// Playwright drives the first two as their distribution builds them: Firefox ESR by an older version, the last that asks
// it only for what it knows; with the newer one, tests that move a page’s clock take a third of the time. WebKitGTK is
// driven by its own WebDriver, with a window of ours (webkit_window.py) on a screen in memory. Nothing outlives the
// browser that `launch` returns.

import { execFile, spawn } from "node:child_process";
import { access, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { firefox } from "playwright-core-for-firefox";

import { launch as launchChromium } from "./browser.js";

const FIREFOX = process.env.UNHUNCH_FIREFOX ?? "/usr/bin/firefox-esr";
const WEBKIT_DRIVER = "/usr/bin/WebKitWebDriver";
const XVFB = "/usr/bin/Xvfb";
const PYTHON = "/usr/bin/python3";
/** Ends what it starts when we end, however we end. */
const TOGETHER = ["/usr/bin/setpriv", "--pdeathsig", "TERM", "--"];
const WINDOW = fileURLToPath(new URL("webkit_window.py", import.meta.url));

/** How long (ms) something in a browser may take, and a script in a page. */
const PATIENCE_MS = 60_000;
const SCRIPT_MS = 20_000;
const LOOK_MS = 50;

const ENGINES = {
  chromium: { start: startChromium, missing: async () => null },
  firefox: { start: startFirefox, missing: () => firstMissing([FIREFOX]) },
  webkit: { start: startWebKit, missing: missingForWebKit },
};

/** The engines’ names. */
export const NAMES = Object.keys(ENGINES);

/** What is missing here for an engine, in words; `null` where nothing is. */
export function missing(engine) {
  return ENGINES[engine].missing();
}

/**
 * Starts a browser with one page and a profile that nobody used before.
 *
 * @param {string} engine one of `NAMES`
 * @param {object} [options]
 * @param {boolean} [options.headless] `false` shows a window on the screen of whoever looks on
 * @returns {Promise<Browser>}
 */
export async function launch(engine, { headless = !process.env.UNHUNCH_SHOW } = {}) {
  return new Browser(engine, await ENGINES[engine].start({ headless }));
}

/** A browser with one page. */
class Browser {
  #hands;

  constructor(engine, hands) {
    this.engine = engine;
    this.version = hands.version;
    this.#hands = hands;
  }

  /** Goes to an address as somebody does who typed it, and waits until the page has loaded. */
  open(url) {
    return this.#hands.open(url);
  }

  /**
   * Runs a function in the page; what it returns, or what its promise becomes, has to be JSON.
   *
   * A page that goes away meanwhile is asked once more after it has.
   */
  async run(script, ...words) {
    const expression = `(${script})(...${JSON.stringify(words)})`;
    try {
      return await this.#hands.run(expression);
    } catch (error) {
      if (!/destroyed|navigat|discarded|cannot find context|no longer|unload/i.test(String(error))) throw error;
      await sleep(LOOK_MS * 10);
      return this.#hands.run(expression);
    }
  }

  /** The page’s address. */
  address() {
    return this.run(() => location.href);
  }

  /** The page’s title. */
  title() {
    return this.run(() => document.title);
  }

  /** What there is to read on the page. */
  text() {
    return this.run(() => document.body?.innerText ?? "");
  }

  /** Waits until a function in the page returns something true at once, and returns that. */
  async until(script, ...words) {
    const expression = `(${script})(...${JSON.stringify(words)})`;
    for (const begin = Date.now(); ; ) {
      // A page that goes away meanwhile tells nothing.
      const found = await this.#hands.look(expression).catch(() => false);
      if (found) return found;
      if (Date.now() - begin > PATIENCE_MS) {
        throw new Error(`${this.engine} waited in vain for ${script} at ${await this.address()}: ${await this.text()}`);
      }
      await sleep(LOOK_MS);
    }
  }

  /** Waits until the page’s address begins with a text and the page has loaded. */
  arrives(at) {
    return this.until((at) => location.href.startsWith(at) && document.readyState === "complete", at);
  }

  /** Waits until the page’s address is just that, whatever pages led there, and the page has loaded. */
  arrivesAt(address) {
    return this.until((at) => location.href === at && document.readyState === "complete", address);
  }

  /** Clicks, with the pointer, on what a selector finds first. */
  click(selector) {
    return this.#hands.click(selector);
  }

  /** Writes into a field. */
  fill(selector, value) {
    return this.run(
      (selector, value) => {
        const field = document.querySelector(selector);
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.dispatchEvent(new Event("change", { bubbles: true }));
      },
      selector,
      value,
    );
  }

  /** Sends a form, as its first button would. */
  submit(selector = "form") {
    return this.run((selector) => document.querySelector(selector).requestSubmit(), selector);
  }

  /** Ends it. */
  close() {
    return this.#hands.close();
  }
}

async function startChromium({ headless }) {
  return byPlaywright("Chromium", await launchChromium({ headless }));
}

async function startFirefox({ headless }) {
  const browser = await firefox.launch({
    // The distribution’s own Firefox, over WebDriver BiDi.
    channel: "moz-firefox",
    executablePath: FIREFOX,
    headless,
  });
  return byPlaywright("Firefox", browser);
}

async function byPlaywright(name, browser) {
  const context = await browser.newContext({ locale: "en-GB" });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  return {
    version: `${name} ${browser.version()}`,
    open: (url) => page.goto(url),
    run: (expression) => page.evaluate(expression),
    look: (expression) => page.evaluate(expression),
    click: (selector) => page.locator(selector).first().click(),
    close: () => browser.close(),
  };
}

/** WebDriver’s name for what refers to an element. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

async function startWebKit({ headless }) {
  const home = await mkdtemp(path.join(tmpdir(), "unhunch-webkit-"));
  const started = [];
  const close = async () => {
    for (const child of started.reverse()) await end(child);
    // Its helpers write a last time after it has ended.
    await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  };
  try {
    const screen = headless ? await startScreen(started) : process.env.DISPLAY;
    const port = await freePort();
    const driver = start(started, [WEBKIT_DRIVER, `--port=${port}`, "--host=127.0.0.1"], {
      ...process.env,
      DISPLAY: screen,
      GDK_BACKEND: "x11",
      LIBGL_ALWAYS_SOFTWARE: "1",
      HOME: home,
      XDG_CONFIG_HOME: path.join(home, "config"),
      XDG_CACHE_HOME: path.join(home, "cache"),
      XDG_DATA_HOME: path.join(home, "data"),
      XDG_RUNTIME_DIR: home,
    });
    const call = callsTo(`http://127.0.0.1:${port}`);
    await ready(driver, call);
    const { sessionId, capabilities } = await call("POST", "/session", {
      capabilities: {
        alwaysMatch: {
          "webkitgtk:browserOptions": { binary: PYTHON, args: [WINDOW, home] },
          timeouts: { script: SCRIPT_MS, pageLoad: PATIENCE_MS },
        },
      },
    });
    const session = `/session/${sessionId}`;
    const post = (where, body) => call("POST", session + where, body);
    return {
      version: `WebKitGTK ${capabilities.browserVersion}`,
      open: (url) => post("/url", { url }),
      async run(expression) {
        const { value, error } = await post("/execute/async", {
          script: `const done = arguments[0];
            (async () => ${expression})().then((value) => done({ value }), (error) => done({ error: String(error) }));`,
          args: [],
        });
        if (error) throw new Error(error);
        return value;
      },
      // A promise would be waited for in vain where its page goes away.
      look: (expression) => post("/execute/sync", { script: `return ${expression}`, args: [] }),
      async click(selector) {
        const found = await post("/element", { using: "css selector", value: selector });
        await post(`/element/${found[ELEMENT]}/click`);
      },
      async close() {
        await call("DELETE", session).catch(() => {});
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A screen in memory that stays when its last window has gone; its name. */
async function startScreen(started) {
  const server = start(
    started,
    [XVFB, "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"],
    process.env,
  );
  const number = await new Promise((resolve, reject) => {
    let said = "";
    server.stdout.on("data", (text) => {
      said += text;
      if (said.includes("\n")) resolve(said.trim());
    });
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`Xvfb ended with ${code} before it was ready`)));
  });
  return `:${number}`;
}

/** Starts a program that doesn’t outlive us; what it prints is dropped, unless somebody listens. */
function start(started, [program, ...words], env) {
  const [first, ...rest] = [...TOGETHER, program, ...words];
  const child = spawn(first, rest, { env, stdio: ["ignore", "pipe", "ignore"] });
  child.ended = new Promise((resolve) => child.once("exit", resolve).once("error", resolve));
  child.stdout.resume();
  started.push(child);
  return child;
}

async function end(child) {
  child.kill();
  const stuck = setTimeout(() => child.kill("SIGKILL"), 5_000);
  await child.ended;
  clearTimeout(stuck);
}

/** Sends WebDriver’s commands to a server of it. */
function callsTo(server) {
  return async (method, where, body = {}) => {
    const response = await fetch(server + where, {
      method,
      headers: { "content-type": "application/json" },
      ...(method === "POST" && { body: JSON.stringify(body) }),
    });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`${value.error}: ${value.message} (${method} ${where})`);
    return value;
  };
}

async function ready(driver, call) {
  for (const begin = Date.now(); Date.now() - begin < PATIENCE_MS; ) {
    if (driver.exitCode !== null) break;
    if (await call("GET", "/status").then(() => true, () => false)) return;
    await sleep(LOOK_MS);
  }
  throw new Error(`${WEBKIT_DRIVER} didn’t start`);
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function missingForWebKit() {
  const file = await firstMissing([WEBKIT_DRIVER, XVFB, PYTHON, TOGETHER[0]]);
  if (file) return file;
  const imports = [PYTHON, ["-c", "import gi; gi.require_version('Gtk', '3.0'); gi.require_version('WebKit2', '4.1')"]];
  return promisify(execFile)(...imports).then(
    () => null,
    () => "Python’s way to GTK 3 and WebKitGTK 4.1",
  );
}

async function firstMissing(files) {
  for (const file of files) {
    const there = await access(file).then(() => true, () => false);
    if (!there) return file;
  }
  return null;
}
