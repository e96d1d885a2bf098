// The timeline as the player reads it: where a position lies, what is beside it, and what to draw as dots.
// Pure: no clock, no page. It knows steps and their durations, and no exercise.

/** A repetition is short when none of its steps lasts longer than this (ms) … */
const SHORT_STEP_MS = 3_000;
/** … and when there are at least this many of them, so that a number says more than seconds. */
const SEVERAL_REPETITIONS = 4;

/**
 * Wraps the session's steps (contiguous, sorted by `start_ms`) and its exercises.
 * @param {Array<object>} steps as the session page's data holds them
 * @param {Array<{id: string, name: string, first_step: number, steps: number, warm_up: boolean}>} exercises in playing order
 */
export function createTimeline(steps, exercises) {
  const last = steps.length - 1;

  const startOf = (index) => steps[index].start_ms;
  const endOf = (index) => steps[index].start_ms + steps[index].duration_ms;
  const clampIndex = (index) => Math.min(Math.max(index, 0), last);

  // The session is played up to the closing `rate` step; without one, to the end of the last step.
  const ratingIndex = steps.findIndex((step) => step.kind === "rate");
  const endMs = ratingIndex === -1 ? endOf(last) : startOf(ratingIndex);

  /** Index of the step that a position in milliseconds lies in; beyond either end, the first or last step. */
  function indexAt(position) {
    let low = 0;
    let high = last;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (startOf(middle) <= position) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Number (from 0) of the exercise that a step belongs to, or -1 for steps outside all exercises. */
  function exerciseNumberOf(index) {
    return exercises.findIndex(
      (exercise) => index >= exercise.first_step && index < exercise.first_step + exercise.steps,
    );
  }

  /**
   * The repetition that a step belongs to, of one side where there are sides: `{ first, last, start, end, short }` with
   * step indexes and ms; null for steps that belong to none. A short one has one phase and is too quick for a clock of
   * its own for each step: it is shown, counted and stepped through as a whole.
   */
  function repetition(index) {
    const { exercise, set, rep, side, reps } = steps[index];
    if (rep === null || rep === undefined) return null;
    const own = (other) => other && other.exercise === exercise && other.set === set && other.rep === rep
      && other.side === side;
    let first = index;
    let end = index;
    while (own(steps[first - 1])) first -= 1;
    while (own(steps[end + 1])) end += 1;
    const parts = steps.slice(first, end + 1);
    const short = reps >= SEVERAL_REPETITIONS
      && parts.length > 1
      && parts.every((part) => part.duration_ms <= SHORT_STEP_MS && part.phase === parts[0].phase);
    return { first, last: end, start: startOf(first), end: endOf(end), short };
  }

  /** First step of what is stepped through in one go: a short repetition, else the step alone. */
  function unitStart(index) {
    const own = repetition(index);
    return own?.short ? own.first : index;
  }

  /** First step after the unit that a step belongs to. */
  function nextIndex(index) {
    const own = repetition(index);
    return clampIndex((own?.short ? own.last : index) + 1);
  }

  /** First step of the unit before the one that a step belongs to. */
  const previousIndex = (index) => unitStart(clampIndex(unitStart(index) - 1));

  /** Last step of the set that a step belongs to. */
  function setEnd(index) {
    const { exercise, set, side } = steps[index];
    let end = index;
    while (steps[end + 1]?.rep && steps[end + 1].exercise === exercise && steps[end + 1].set === set
      && steps[end + 1].side === side) end += 1;
    return end;
  }

  /** First step of the exercise after this step's one, or the step that ends the session. */
  function nextExerciseIndex(index) {
    const following = exercises.find((exercise) => exercise.first_step > index);
    if (following) return following.first_step;
    return ratingIndex === -1 ? last : ratingIndex;
  }

  /** First step of this exercise, or of the one before it when the step already is the first. */
  function previousExerciseIndex(index) {
    let found = 0;
    for (const exercise of exercises) {
      if (exercise.first_step < index) found = exercise.first_step;
    }
    return found;
  }

  /** Milliseconds left in the step at a position. */
  const remainingInStep = (position) => Math.max(0, endOf(indexAt(position)) - position);

  /** Milliseconds left in the session, without the closing question. */
  const remainingInSession = (position) => Math.max(0, endMs - position);

  /** How much of each exercise lies before a position, from 0 to 1, in playing order. */
  function exerciseProgress(position) {
    return exercises.map((exercise) => {
      const start = startOf(exercise.first_step);
      const end = endOf(clampIndex(exercise.first_step + exercise.steps - 1));
      if (end <= start) return position >= end ? 1 : 0;
      return Math.min(1, Math.max(0, (position - start) / (end - start)));
    });
  }

  /** Milliseconds that an exercise takes. */
  function exerciseDuration(number) {
    const exercise = exercises[number];
    return endOf(clampIndex(exercise.first_step + exercise.steps - 1)) - startOf(exercise.first_step);
  }

  /** First step that is in none of the given ones; the closing step when everything is finished. */
  function firstUnfinished(isFinished) {
    const found = steps.findIndex((step) => step.kind !== "rate" && !isFinished(step.index));
    if (found !== -1) return found;
    return ratingIndex === -1 ? last : ratingIndex;
  }

  /**
   * What is to be repeated in this step's exercise: one unit for each set, side and repetition, grouped as a person
   * counts them (pairs of sides, all of one side, or sets). A unit's state is "done", "current" or "todo".
   */
  function dots(index) {
    const number = exerciseNumberOf(index);
    if (number === -1) return [];
    const exercise = exercises[number];
    const units = [];
    const unitOfStep = new Map();
    const byKey = new Map();
    for (let step = exercise.first_step; step < exercise.first_step + exercise.steps; step += 1) {
      const { set, rep, side } = steps[step];
      if (rep === null || rep === undefined) continue;
      const key = `${set}/${side}/${rep}`;
      if (!byKey.has(key)) {
        byKey.set(key, units.length);
        units.push({ set, rep, side, lastStep: step });
      }
      units[byKey.get(key)].lastStep = step;
      unitOfStep.set(step, byKey.get(key));
    }
    const current = unitOfStep.get(index);
    for (const [place, unit] of units.entries()) {
      if (place === current) unit.state = "current";
      else unit.state = unit.lastStep < index ? "done" : "todo";
    }

    const alternating = units.some(
      (unit, place) => place > 0 && unit.rep === units[place - 1].rep && unit.set === units[place - 1].set
        && unit.side !== units[place - 1].side,
    ) && units.some((unit) => unit.rep > 1);
    const severalSets = units.some((unit) => unit.set !== units[0].set);
    const groups = [];
    let groupKey = null;
    for (const unit of units) {
      let key = `${unit.set}`;
      if (unit.side && alternating && !severalSets) key = `${unit.set}/${unit.rep}`;
      else if (unit.side && !alternating) key = `${unit.set}/${unit.side}`;
      if (key !== groupKey) groups.push([]);
      groupKey = key;
      groups.at(-1).push({ set: unit.set, rep: unit.rep, side: unit.side, state: unit.state });
    }
    return groups;
  }

  /** Whether any step of this step's exercise has a side, so that the screen keeps room for it. */
  function exerciseHasSides(index) {
    const number = exerciseNumberOf(index);
    if (number === -1) return false;
    const exercise = exercises[number];
    return steps
      .slice(exercise.first_step, exercise.first_step + exercise.steps)
      .some((step) => Boolean(step.side));
  }

  /** The side of the step that follows, or null where it has none. */
  const firstSideAfter = (index) => steps[clampIndex(index + 1)].side ?? null;

  return {
    steps,
    exercises,
    endMs,
    last,
    startOf,
    endOf,
    indexAt,
    exerciseNumberOf,
    repetition,
    unitStart,
    setEnd,
    nextIndex,
    previousIndex,
    nextExerciseIndex,
    previousExerciseIndex,
    remainingInStep,
    remainingInSession,
    exerciseProgress,
    exerciseDuration,
    firstUnfinished,
    dots,
    exerciseHasSides,
    firstSideAfter,
  };
}
