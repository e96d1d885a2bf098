// The figure on the page: shows the film of the step that plays and steers it to the moment that the session is at.
// The film never runs by itself, so it stands still whenever the session does, and costs nothing then.

import { addressFor, createSteering, readSpans } from "./figure-steering.js";

/** Two moments closer than this (ms) look the same. */
const SAME_MS = 4;
/** A breath moves so little that more pictures than one in so many ms are not seen; they would only cost power. */
const BREATHING_MS = 66;
/** The session is drawn on frames and on other ticks too: a second drawing within this time (ms) is not seen. */
const FRAME_MS = 7;
/** The longest time (ms) that a figure takes to give way to another one; the style sheet has the usual one. */
const LEAVING_MS = 600;

/**
 * @param {object} parts
 * @param {object} parts.timeline
 * @param {object} parts.store where the films' texts are
 * @param {HTMLElement} parts.player told in `data-figure` whether there is a figure to make room for
 * @param {HTMLElement} parts.room where the figure goes
 * @param {boolean} parts.mirror whether figures with sides that face the person move as in a mirror
 * @param {HTMLElement} parts.mirrorNote says that they do
 */
export function createFigureStage({ timeline, store, player, room, mirror, mirrorNote }) {
  const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
  /** The step whose figure is wanted, and that figure's address. */
  let wanted = { step: null, address: null };
  /** The film that is on the page: its address, its element and how it is steered. */
  let film = null;
  let shown = { moment: null, at: -Infinity, step: null, still: false };

  function addressAt(index) {
    const step = timeline.steps[index];
    const exercise = timeline.exercises[timeline.exerciseNumberOf(index)];
    return addressFor(exercise?.figure, step.side ?? timeline.firstSideAfter(index));
  }

  function parse(text) {
    const picture = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    const spans = picture.localName === "svg" ? readSpans(picture.dataset.spans) : null;
    return spans && { picture: document.importNode(picture, true), steering: createSteering(spans, Number(picture.dataset.breathMs)) };
  }

  /** The room stays while a figure is on its way: the clock beside it does not jump when it comes. */
  function makeRoom() {
    const there = wanted.address !== null && !store.isMissing(wanted.address);
    if (player.dataset.figure === String(there)) return;
    player.dataset.figure = String(there);
    room.hidden = !there;
  }

  function takeAway(softly) {
    for (const left of room.querySelectorAll(".player-figure-leaving")) left.remove();
    if (!film) return;
    const { picture } = film;
    film = null;
    if (!softly) {
      picture.remove();
      return;
    }
    picture.classList.remove("player-figure-coming");
    picture.classList.add("player-figure-leaving");
    picture.setAttribute("aria-hidden", "true");
    picture.addEventListener("animationend", () => picture.remove());
    // Without animations none would end.
    setTimeout(() => picture.remove(), LEAVING_MS);
  }

  /** Puts the wanted film on the page if it isn't there yet; whether it is there now. */
  function change(softly) {
    if (film && film.address === wanted.address) return true;
    const text = wanted.address && store.textOf(wanted.address);
    if (!text && !film) return false;
    const parsed = text ? parse(text) : null;
    if (text && !parsed) store.discard(wanted.address);
    takeAway(softly && parsed !== null);
    mirrorNote.hidden = true;
    if (!parsed) return false;
    film = { address: wanted.address, ...parsed };
    shown = { ...shown, moment: null, step: null };
    if (softly) film.picture.classList.add("player-figure-coming");
    const mirrored = mirror && film.picture.dataset.faces === "viewer" && timeline.exerciseHasSides(wanted.step);
    film.picture.classList.toggle("player-figure-mirrored", mirrored);
    mirrorNote.hidden = !mirrored;
    room.append(film.picture);
    film.picture.pauseAnimations?.();
    return true;
  }

  return {
    /** The figure's address for a step; null where it has none. */
    addressAt,

    /** Draws the figure for a position in ms. `time` is the monotonic time in ms. */
    draw({ position, mode, time }) {
      const index = timeline.indexAt(Math.min(position, timeline.endMs - 1));
      const step = timeline.steps[index];
      const still = reducedMotion.matches;
      if (wanted.step !== index) wanted = { step: index, address: addressAt(index) };
      const there = change(mode === "playing" && !still);
      makeRoom();
      if (!there) return;

      const sameView = shown.step === index && shown.still === still;
      if (still && sameView) return;
      const pause = step.kind === "hold" ? BREATHING_MS - FRAME_MS : FRAME_MS;
      if (sameView && mode === "playing" && Math.abs(time - shown.at) < pause) return;
      const moment = still ? film.steering.keyMomentOf(step) : film.steering.momentAt(step, position - step.start_ms);
      const seen = shown.moment === null || Math.abs(moment - shown.moment) >= SAME_MS;
      if (seen) film.picture.setCurrentTime?.(moment / 1000);
      shown = { moment: seen ? moment : shown.moment, at: time, step: index, still };
    },
  };
}

/** All figures of a session, in the order in which its steps want them. */
export function figureAddresses(timeline) {
  return timeline.exercises.flatMap(({ figure, first_step }) => {
    const first = addressFor(figure, timeline.steps[first_step]?.side);
    return [first, ...Object.values(figure ?? {})].filter(Boolean);
  });
}
