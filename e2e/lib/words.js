// The words that people read and hear, by their keys: who words something better breaks no test.

import { readdir, readFile } from "node:fs/promises";

const folder = new URL("../../content/locales/en/", import.meta.url);
const messages = new Map();
for (const file of await readdir(folder)) {
  let message = "";
  for (const line of (await readFile(new URL(file, folder), "utf8")).split("\n")) {
    const found = line.match(/^(?:([a-z][\w-]*)|\s+(\.[\w-]+)) =(.*)$/);
    if (!found) continue;
    const [, id, attribute, value] = found;
    if (id) message = id;
    messages.set(id ?? message + attribute, value.trim());
  }
}

function pattern(key) {
  const value = messages.get(key);
  if (!value || value.includes("->")) throw new Error(`there is no message “${key}” on one line`);
  return value;
}

/** What a key stands for, with its arguments filled in: `words("rating-of-ten", { rating: 3 })`. */
export function words(key, values = {}) {
  return pattern(key).replace(/\{ \$(\w+) \}/g, (_, name) => {
    if (!(name in values)) throw new Error(`“${key}” also wants ${name}`);
    return values[name];
  });
}

/** What a key stands for, whatever its arguments are. */
export function wordsLike(key) {
  const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(pattern(key).split(/\{ \$\w+ \}/).map(literal).join(".+"));
}
