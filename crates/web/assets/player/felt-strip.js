// The strip that asks how an exercise was: three words, or the numbers from 0 to 10. It never gets in the way: it comes
// and goes with the step that it belongs to, and no answer is fine.

/**
 * @param {object} parts
 * @param {(key: string, values?: object) => string} parts.word
 * @param {(given: {answer: {felt: string} | {rating: number}, name: string}) => void} parts.onAnswer
 */
export function createFeltStrip({ word, onAnswer }) {
  const find = (id) => document.getElementById(`player-${id}`);
  const strip = find("felt");
  const question = find("felt-question");
  const more = find("felt-more");
  const words = find("felt-words");
  const numbers = find("felt-numbers");
  const moreText = more.textContent;
  /** The exercise that is asked about, or null. */
  let asked = null;

  function showNumbers(visible) {
    numbers.hidden = !visible;
    words.hidden = visible;
    more.setAttribute("aria-expanded", String(visible));
    more.textContent = visible ? word("player-felt-words") : moreText;
  }

  function draw(text, answer) {
    question.textContent = text;
    for (const button of words.children) {
      button.setAttribute("aria-pressed", String(answer?.felt === button.dataset.felt));
    }
    for (const button of numbers.children) {
      button.setAttribute("aria-pressed", String(answer !== null && String(answer.rating) === button.dataset.rating));
    }
  }

  function answerWith(button) {
    const { felt, rating } = button.dataset;
    onAnswer({ answer: felt ? { felt } : { rating: Number(rating) }, name: button.textContent });
  }

  strip.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (asked === null || !button) return;
    if (button === more) showNumbers(numbers.hidden);
    else answerWith(button);
  });

  return {
    /**
     * Asks about an exercise, given by its number and the question's text, and shows what was answered; null for the
     * number takes the question away.
     */
    show(number, text, answer) {
      const changed = number !== asked;
      asked = number;
      strip.hidden = number === null;
      document.getElementById("player").dataset.asking = String(number !== null);
      if (number === null) return;
      if (changed) showNumbers(Number.isInteger(answer?.rating));
      draw(text, answer);
    },

    /** Goes to another place of the page. */
    moveBefore: (element) => element.before(strip),

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
