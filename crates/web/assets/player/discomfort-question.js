// How an exercise was: which one is asked about right now, and what becomes of an answer. Pure: what is shown, kept and
// announced comes out as effects.

/**
 * @param {object} parts
 * @param {object} parts.timeline
 * @param {ReturnType<import("./answers.js").createAnswers>} parts.answers
 * @param {(key: string, values?: object) => string} parts.word
 * @param {(effect: object) => void} parts.emit
 */
export function createDiscomfortQuestion({ timeline, answers, word, emit }) {
  /** The exercise that is asked about, or null. */
  let asked = null;

  const ask = (number) => word("player-felt-question", { exercise: timeline.exercises[number].name });
  const isTooMuch = () => answers.about(asked)?.felt === "too-much";

  function draw() {
    const question = isTooMuch() ? word("player-felt-too-much") : ask(asked);
    emit({ type: "ask", exercise: asked, question, answer: answers.about(asked) });
  }

  return {
    get asked() {
      return asked;
    },

    /** Asks about an exercise; null takes the question away. */
    show(number) {
      if (number === asked) return;
      asked = number;
      if (number === null) emit({ type: "ask", exercise: null });
      else draw();
    },

    /** The question about an exercise in words, to be announced; "" for none. */
    textOf: (number) => (number === null ? "" : ask(number)),

    /** An answer `{ felt }` or `{ rating }` was given; `name` is how its button calls it. */
    onAnswer({ answer, name }) {
      if (asked === null) return;
      const event = answers.say(asked, answer);
      if (event) emit({ type: "keep", event });
      draw();
      const kept = word("player-felt-kept", { answer: name });
      const tooMuch = isTooMuch() ? word("player-felt-too-much") : "";
      emit({ type: "announce", text: [kept, tooMuch].filter(Boolean).join(". ") });
    },

    /** A digit was pressed: the page knows which answer stands in that place. */
    onDigit(digit) {
      if (asked !== null) emit({ type: "press-digit", digit });
    },
  };
}
