// The strip that asks how an exercise was: three words, or the numbers from 0 to 10. It never gets in the way: it comes
// and goes with the step that it belongs to, and no answer is fine.

/**
 * @param {object} parts
 * @param {ReturnType<import("./timeline.js").createTimeline>} parts.timeline
 * @param {ReturnType<import("./answers.js").createAnswers>} parts.answers
 * @param {(key: string, values?: object) => string} parts.word
 * @param {(number: number, answer: {felt: string} | {rating: number}) => void} parts.onAnswer
 * @param {(text: string) => void} parts.announce
 */
export function createFeltStrip({ timeline, answers, word, onAnswer, announce }) {
  const find = (id) => document.getElementById(`player-${id}`);
  const strip = find("felt");
  const question = find("felt-question");
  const more = find("felt-more");
  const words = find("felt-words");
  const numbers = find("felt-numbers");
  const moreText = more.textContent;
  /** The exercise that is asked about, or null. */
  let asked = null;

  const ask = (number) => word("player-felt-question", { exercise: timeline.exercises[number].name });

  function showNumbers(visible) {
    numbers.hidden = !visible;
    words.hidden = visible;
    more.setAttribute("aria-expanded", String(visible));
    more.textContent = visible ? word("player-felt-words") : moreText;
  }

  function draw() {
    const answer = answers.about(asked);
    question.textContent = answer?.felt === "too-much" ? word("player-felt-too-much") : ask(asked);
    for (const button of words.children) {
      button.setAttribute("aria-pressed", String(answer?.felt === button.dataset.felt));
    }
    for (const button of numbers.children) {
      button.setAttribute("aria-pressed", String(answer !== null && String(answer.rating) === button.dataset.rating));
    }
  }

  function answerWith(button) {
    const { felt, rating } = button.dataset;
    onAnswer(asked, felt ? { felt } : { rating: Number(rating) });
    draw();
    const kept = word("player-felt-kept", { answer: button.textContent });
    const tooMuch = answers.about(asked).felt === "too-much" ? word("player-felt-too-much") : "";
    announce([kept, tooMuch].filter(Boolean).join(". "));
  }

  strip.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (asked === null || !button) return;
    if (button === more) showNumbers(numbers.hidden);
    else answerWith(button);
  });

  return {
    /** Asks about an exercise; null takes the question away. */
    show(number) {
      if (number === asked) return;
      asked = number;
      strip.hidden = number === null;
      document.getElementById("player").dataset.asking = String(number !== null);
      if (number === null) return;
      showNumbers(Number.isInteger(answers.about(number)?.rating));
      draw();
    },

    /** Goes to another place of the page. */
    moveBefore: (element) => element.before(strip),

    /** The question about an exercise in words, to be announced; "" for none. */
    questionOf: (number) => (number === null ? "" : ask(number)),

    /** A digit was pressed: the word in that place, or the number where the numbers show. */
    press(digit) {
      if (asked === null) return;
      const button = numbers.hidden
        ? words.children[Number(digit) - 1]
        : numbers.querySelector(`[data-rating="${digit}"]`);
      if (button) answerWith(button);
    },
  };
}
