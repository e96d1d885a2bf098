// Fills the placeholders of the words that the page was given, so that no sentence is written in a script.

/** A function from a message's key (and values for its `{placeholders}`) to its text. */
export function createWords(messages) {
  return function say(key, values = {}) {
    const template = messages[key] ?? "";
    return template
      .replace(/[\u2068\u2069]/g, "")
      .replace(/\{ ?\$?(\w+) ?\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  };
}

/** Seconds as a person reads them: "45" below 100 seconds, else "2:05". */
export function shortClock(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000 - 1e-6));
  if (seconds < 100) return String(seconds);
  return longClock(milliseconds);
}

/** Minutes and seconds: "0:45", "12:05". */
export function longClock(milliseconds) {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000 - 1e-6));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
