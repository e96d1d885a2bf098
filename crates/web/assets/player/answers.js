// What a person says about exercises: how one felt, in a word or a number, and that one hurt. Pure: it knows which
// exercise is asked about when, and keeps what was said.

/**
 * @param {object} parts
 * @param {ReturnType<import("./timeline.js").createTimeline>} parts.timeline its exercises carry what the server knows:
 *   `felt`, `rating` and `hurt`
 * @param {string[]} parts.discomforts the word for each number from 0 to 10
 * @param {{isFinished: Function, get: (step: number) => string | null}} parts.outcomes
 * @param {boolean} parts.asks whether it is asked how exercises felt
 * @param {object[]} parts.waiting events that were not sent yet, oldest first
 */
export function createAnswers({ timeline, discomforts, outcomes, waiting = [], asks = true }) {
  const said = timeline.exercises.map(({ felt = null, rating = null }) => (felt ? { felt, rating } : null));
  const hurt = timeline.exercises.map((exercise) => Boolean(exercise.hurt));

  /** An answer in full: a number says the word, too. */
  function whole({ felt = null, rating = null }) {
    return rating === null ? { felt, rating } : { felt: discomforts[rating], rating };
  }

  for (const event of waiting) {
    if (!timeline.exercises[event.play]) continue;
    if (event.hurt) hurt[event.play] = true;
    else said[event.play] = whole(event);
  }

  /** Whether anything of an exercise was done. */
  function isTried(number) {
    const { first_step, steps } = timeline.exercises[number];
    return timeline.steps.slice(first_step, first_step + steps)
      .some((step) => ["move", "hold", "return"].includes(step.kind) && outcomes.get(step.index) === "done");
  }

  const canBeAsked = (number) => asks && !timeline.exercises[number].warm_up && !hurt[number] && isTried(number);

  return {
    /** What was said about an exercise: `{ felt, rating }`, the number null where there is only a word; or null. */
    about: (number) => said[number],
    hurts: (number) => hurt[number],

    /** The exercise that is asked about in a step: the one before, while the next is got ready for; or null. */
    askedIn(index) {
      if (timeline.steps[index].kind !== "ready") return null;
      const before = timeline.exerciseNumberOf(index) - 1;
      return before >= 0 && canBeAsked(before) ? before : null;
    },

    /** The exercise that is asked about when the session is over: the last that was done; or null. */
    askedAtEnd() {
      for (let number = timeline.exercises.length - 1; number >= 0; number -= 1) {
        if (isTried(number)) return canBeAsked(number) ? number : null;
      }
      return null;
    },

    /** Notes `{ felt }` or `{ rating }` about an exercise: the event to keep, or null where that was said already. */
    say(number, answer) {
      const next = whole(answer);
      const before = said[number];
      if (before && before.felt === next.felt && before.rating === next.rating) return null;
      said[number] = next;
      return { play: number, ...answer };
    },

    /** Notes that an exercise hurt: the event to keep, or null where that is known. */
    sayHurt(number) {
      if (hurt[number]) return null;
      hurt[number] = true;
      return { play: number, hurt: true };
    },
  };
}
