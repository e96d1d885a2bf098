// What became of each step: done or skipped. Done stays done; skipped becomes done when it is done after all. Pure.

/**
 * @param {{done?: number[], skipped?: number[]}} known what the server already holds
 * @param {Array<{step?: number, outcome?: string}>} waiting events that were not sent yet
 */
export function createOutcomes({ done = [], skipped = [] } = {}, waiting = []) {
  const outcomes = new Map();

  /** Notes an outcome; true if that is news which must be kept. */
  function note(step, outcome) {
    const before = outcomes.get(step);
    if (before === "done" || before === outcome) return false;
    outcomes.set(step, outcome);
    return true;
  }

  for (const step of skipped) note(step, "skipped");
  for (const step of done) {
    if (!outcomes.has(step)) note(step, "done");
  }
  for (const event of waiting) {
    if (Number.isInteger(event.step)) note(event.step, event.outcome);
  }

  return { note, isFinished: (step) => outcomes.has(step), get: (step) => outcomes.get(step) ?? null };
}
