// Somebody else’s program on this computer, with a page that tries what it can against ours.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** What the page asks for: a file with everything, a page, and what begins or ends something. */
const FILE = "/settings/export";
const PAGE = "/settings";
const BEGINNING = "/break?start=now";
const FORMS = [
  { path: "/settings/erase", fields: { sure: "yes" } },
  { path: "/sessions", fields: { routine: "desk" } },
  { path: "/break", fields: {} },
];

/** The selectors of what can be clicked on the page, each of which leaves it. */
export const LINKS = ["a", ...FORMS.map((_, number) => `#form-${number} button`)];

/**
 * Serves that page on an address of this computer, until the test ends.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} host the address, on a port of its own
 * @param {string} target our program’s origin
 * @returns {Promise<{page: string, cookies: Set<string>}>} the page’s address, and the names of all cookies that the
 *   server was ever sent
 */
export async function stranger(t, host, target) {
  const cookies = new Set();
  const server = createServer((request, response) => {
    for (const cookie of (request.headers.cookie ?? "").split("; ").filter(Boolean)) cookies.add(cookie.split("=")[0]);
    response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
    response.end(pageAgainst(target));
  });
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, host, resolve));
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { page: `http://${host}:${server.address().port}/`, cookies };
}

/** The same page as a file that somebody sent the person; its address. */
export async function strangeFile(t, target) {
  return leaveOnDisk(t, pageAgainst(target));
}

/** Leaves a page on the person’s disk until the test ends; its address. */
export async function leaveOnDisk(t, page) {
  const folder = await mkdtemp(path.join(tmpdir(), "unhunch-door-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, "page.html");
  await writeFile(file, page);
  return pathToFileURL(file).href;
}

function pageAgainst(target) {
  const forms = FORMS.map(({ path, fields }, number) => formOf(`form-${number}`, target + path, fields));
  return `<!doctype html><title>Stranger</title><a href="${target}${BEGINNING}">${BEGINNING}</a>${forms.join("")}`;
}

/** A form that posts hidden fields. */
function formOf(id, action, fields) {
  const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);
  return `<form id="${id}" method="post" action="${action}">${inputs.join("")}<button>Send</button></form>`;
}

/** What is run in that page: tries everything that doesn’t leave it; returns what it could read, by how it tried. */
export async function tryEverything(browser, target) {
  return browser.run(
    async (target, { FILE, PAGE, BEGINNING, FORMS }) => {
      const read = {};
      const text = (answer) => answer.text();
      const nothing = () => "";
      const shown = (name, tag, attributes, found) =>
        new Promise((resolve) => {
          const element = Object.assign(document.createElement(tag), attributes);
          const done = (value) => {
            read[name] = value;
            resolve();
          };
          element.onload = () => done(found(element));
          element.onerror = () => done("");
          document.body.append(element);
        });
      const inside = (frame) => {
        try {
          return (frame.contentDocument ?? frame.document)?.body?.innerText ?? "";
        } catch {
          return "";
        }
      };
      const asked = { credentials: "include" };
      const posted = { ...asked, method: "POST", mode: "no-cors", body: new URLSearchParams(FORMS[0].fields) };
      read.blind = await fetch(target + FILE, { ...asked, mode: "no-cors" }).then(text, nothing);
      read.fetched = await fetch(target + FILE, { ...asked, mode: "cors" }).then(text, nothing);
      read.posted = await fetch(target + FORMS[0].path, posted).then(text, nothing);
      await shown("picture", "img", { src: target + FILE }, (picture) => `${picture.naturalWidth} pixels`);
      await shown("script", "script", { src: target + FILE }, () => "ran");
      await shown("frame", "iframe", { src: target + PAGE }, inside);
      for (const [number, { path }] of FORMS.entries()) {
        const answered = shown(`form ${path}`, "iframe", { name: `frame-${number}` }, inside);
        const form = document.querySelector(`#form-${number}`);
        form.target = `frame-${number}`;
        form.submit();
        form.target = "";
        await answered;
      }
      const opened = window.open(target + BEGINNING);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      read.window = opened ? inside(opened) : "";
      opened?.close();
      return read;
    },
    target,
    { FILE, PAGE, BEGINNING, FORMS },
  );
}
