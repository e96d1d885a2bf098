// Starts, kills and asks the program as a person would at the command line, each on a data folder of its own.

import { execFile, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
const executable = process.env.UNHUNCH_PROGRAM ?? path.join(root, "target/debug/unhunch");

/** A zone with daylight saving, so that nothing works only in UTC. */
export const ZONE = "Europe/Berlin";
const environment = { ...process.env, TZ: ZONE };

/** How long (ms) the program may take to print its address. */
const PATIENCE_MS = 20_000;

/**
 * Where ports are taken from: below those that systems give out by themselves. Beside other tests one of those could go to
 * somebody’s connection while the program that had it is stopped for a moment.
 */
const PORTS = { first: 20_000, end: 32_000 };

/** A port that nobody uses. */
async function freePort() {
  for (;;) {
    const port = randomInt(PORTS.first, PORTS.end);
    const isFree = await new Promise((resolve) => {
      const server = createServer().once("error", () => resolve(false));
      server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
    });
    if (isFree) return port;
  }
}

/** Runs `unhunch WORDS` and returns what it prints. */
export function ask(...words) {
  return askIn(ZONE, ...words);
}

/** The same on a machine in another time zone. */
export async function askIn(zone, ...words) {
  const options = { env: { ...environment, TZ: zone }, maxBuffer: 1 << 30 };
  const { stdout } = await promisify(execFile)(executable, words, options);
  return stdout;
}

/** The steps of a routine, as the program lays it out. */
export async function timeline(routine, level = 1) {
  return JSON.parse(await ask("timeline", routine, "--level", String(level), "--json"));
}

/** The program on a data folder. */
export class Program {
  #child = null;
  #ended = null;

  constructor(folder) {
    this.folder = folder;
    /** Where it serves, such as `http://127.0.0.1:12345`. */
    this.origin = null;
    /** The address with the key that works once. */
    this.entrance = null;
  }

  /** Starts it on a new data folder. */
  static async start() {
    const program = new Program(await mkdtemp(path.join(tmpdir(), "unhunch-e2e-")));
    await program.start();
    return program;
  }

  /** Starts it again on the same folder and, after the first time, on the same port. */
  async start() {
    const port = this.origin ? new URL(this.origin).port : await freePort();
    const child = spawn(executable, ["--no-open", "--address", "fixed", "--port", port, "--data-dir", this.folder], {
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once("exit", resolve));
    let said = "";
    child.stderr.on("data", (text) => (said += text));
    const address = await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`unhunch printed no address in time. ${said}`)), PATIENCE_MS);
      const done = (result) => {
        clearTimeout(timer);
        result instanceof Error ? reject(result) : resolve(result);
      };
      let line = "";
      child.stdout.on("data", (text) => {
        line += text;
        const found = line.match(/http:\/\/\S+/);
        if (found && line.includes("\n")) done(found[0]);
      });
      child.once("error", done);
      child.once("exit", (code) => done(new Error(`unhunch ended with ${code} before it printed an address. ${said}`)));
    });
    this.entrance = address;
    this.origin = new URL(address).origin;
  }

  /** Kills it as a power cut would. */
  async kill() {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }

  /** Ends it as Ctrl+C would. */
  async stop() {
    this.#child.kill("SIGINT");
    await this.#ended;
  }

  /** Starts it once more on a desktop whose browser only says what it was opened on: that file. */
  async opened() {
    const desktop = await mkdtemp(path.join(tmpdir(), "unhunch-desktop-"));
    try {
      const said = path.join(desktop, "said");
      await writeFile(path.join(desktop, "xdg-open"), `#!/bin/sh\necho "$1" > '${said}.part' && mv '${said}.part' '${said}'\n`, { mode: 0o755 });
      await writeFile(path.join(desktop, "xdg-mime"), "#!/bin/sh\nexit 4\n", { mode: 0o755 });
      const env = { ...environment, PATH: `${desktop}:${process.env.PATH}`, DISPLAY: ":0" };
      await promisify(execFile)(executable, ["--data-dir", this.folder], { env });
      for (const begin = Date.now(); Date.now() - begin < PATIENCE_MS; await sleep(50)) {
        const file = await readFile(said, "utf8").catch(() => "");
        if (file) return file.trim();
      }
      throw new Error("no browser was opened");
    } finally {
      await rm(desktop, { recursive: true });
    }
  }

  /** All entries of its journal. */
  async journal() {
    const lines = await ask("--data-dir", this.folder, "journal", "export");
    return lines.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  }

  /** Takes a file of entries into its journal. */
  async import(file) {
    return ask("--data-dir", this.folder, "journal", "import", file);
  }

  /** Kills it and removes its folder. */
  async discard() {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }
}
