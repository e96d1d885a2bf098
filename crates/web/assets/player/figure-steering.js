// Which moment of a figure's film belongs to a moment of the session: the figure moves with the steps, breathes while
// they hold, and rests while they rest. Pure: no clock, no page, and no exercise.

/** A hold has as many whole breaths as come nearest to this length (ms): slow, and none is cut off at its end. */
const CALM_BREATH_MS = 4_500;
/** A breath quicker than this (ms) would look like panting: the body stays still instead. */
const QUICKEST_BREATH_MS = 2_500;
/** A preview stays this long (ms) in each position that is held. */
const PREVIEW_HOLD_MS = 1_000;
/** Before, between and after previews the figure rests for at least this long (ms). */
const PREVIEW_REST_MS = 1_000;
/** Where there is little time a preview may be this much quicker than the movement itself: it only shows the way. */
const PREVIEW_HASTE = 1.5;
/** The part of a round that shows a movement without a hold best. */
const KEY_SHARE = 0.25;

const ACTIONS = new Set(["move", "hold", "return", "switch", "cycle", "rest"]);

/**
 * The spans of a film as its file lists them, in order of time; null where the list is none that can be steered by.
 * @param {string | null | undefined} text JSON: `[{ action, phase, side, start_ms, duration_ms }, …]`
 */
export function readSpans(text) {
  let list;
  try {
    list = JSON.parse(text ?? "");
  } catch {
    return null;
  }
  if (!Array.isArray(list)) return null;
  const spans = list
    .filter((span) => ACTIONS.has(span?.action) && span.start_ms >= 0 && span.duration_ms > 0)
    .map(({ action, phase = null, side = null, start_ms, duration_ms }) =>
      ({ action, phase, side, start: start_ms, length: duration_ms, end: start_ms + duration_ms }))
    .sort((one, other) => one.start - other.start);
  return spans.length > 0 ? spans : null;
}

/** The figure that shows a step: its side's, else the one for both, else any; null where there is none. */
export function addressFor(figure, side) {
  return figure?.[side] ?? figure?.both ?? Object.values(figure ?? {})[0] ?? null;
}

/**
 * Steers a film.
 * @param {NonNullable<ReturnType<typeof readSpans>>} spans
 * @param {number} breathMs how long a breath in its holds is
 */
export function createSteering(spans, breathMs) {
  const rest = spans.find((span) => span.action === "rest");
  // Amid the rest: at its edges the movement before or after could still show.
  const atRest = rest ? rest.start + rest.length / 2 : 0;
  const previews = new Map();

  /** The span of an action; a film that knows the phase or the side only by another name still moves. */
  function find(action, { phase = null, side = null }) {
    const own = spans.filter((span) => span.action === action);
    const ofPhase = own.filter((span) => span.phase === phase);
    const among = ofPhase.length > 0 ? ofPhase : own;
    return among.find((span) => span.side === side) ?? among.find((span) => !span.side || !side) ?? null;
  }

  const along = (span, share) => span.start + span.length * share;
  const backAlong = (span, share) => span.end - span.length * share;

  /** Round and round, as often as comes nearest to the movement's own pace, so that it ends where it began. */
  function round(span, share, length) {
    const rounds = Math.max(1, Math.round(length / span.length));
    return along(span, (share * rounds) % 1);
  }

  function moving(step, share) {
    const way = find("move", step) ?? find("switch", step);
    if (way) return along(way, share);
    const cycle = find("cycle", step);
    return cycle ? round(cycle, share, step.duration_ms) : atRest;
  }

  function holding(step, share) {
    const hold = find("hold", step);
    if (!hold) return moving(step, 1);
    const breath = hold.length % breathMs === 0 ? breathMs : hold.length;
    const breaths = Math.max(1, Math.round(step.duration_ms / CALM_BREATH_MS));
    if (step.duration_ms / breaths < QUICKEST_BREATH_MS) return hold.start;
    return hold.start + (share * breaths * breath) % hold.length;
  }

  function returning(step, share) {
    const way = find("return", step);
    if (way) return along(way, share);
    const there = find("move", step);
    return there ? backAlong(there, share) : atRest;
  }

  /** Changing sides straight through, where the film knows the way; else one gets into position for the other side. */
  function switching(step, share) {
    const way = spans.find((span) => span.action === "switch" && span.side === step.side);
    return way ? along(way, share) : atRest;
  }

  /** What a preview is made of: `{ from, to, length }` pieces of the film; the whole of it, or the first way there and back. */
  function previewPieces(side, whole) {
    if (whole) {
      return spans.filter((span) => span.action !== "rest").map(({ action, start, end, length }) =>
        action === "hold" ? { from: start, to: start, length: PREVIEW_HOLD_MS } : { from: start, to: end, length });
    }
    const first = spans.find((span) => (span.action === "move" || span.action === "cycle") && (!side || span.side === side))
      ?? spans.find((span) => span.action === "move" || span.action === "cycle");
    if (!first) return [];
    const there = { from: first.start, to: first.end, length: first.length };
    if (first.action === "cycle") return [there];
    const back = spans.find((span) => span.action === "return" && span.phase === first.phase && span.side === first.side);
    return [
      there,
      { from: first.end, to: first.end, length: PREVIEW_HOLD_MS },
      back ? { from: back.start, to: back.end, length: back.length } : { from: first.end, to: first.start, length: first.length },
    ];
  }

  /** How a step of some length shows what comes: rests and previews by turns; null where it is too short for one. */
  function previewOf(length, side) {
    const lengthOf = (pieces) => pieces.reduce((sum, piece) => sum + piece.length, 0);
    const room = length - 2 * PREVIEW_REST_MS;
    let pieces = previewPieces(side, true);
    if (lengthOf(pieces) > room) pieces = previewPieces(side, false);
    const natural = lengthOf(pieces);
    if (natural === 0 || natural > room * PREVIEW_HASTE) return null;
    const haste = Math.max(1, natural / room);
    const once = natural / haste;
    const times = Math.max(1, Math.floor((length - PREVIEW_REST_MS) / (once + PREVIEW_REST_MS)));
    return { pieces, haste, once, pause: (length - times * once) / (times + 1) };
  }

  function previewing(step, position) {
    const key = `${step.duration_ms}/${step.side}`;
    if (!previews.has(key)) previews.set(key, previewOf(step.duration_ms, step.side));
    const preview = previews.get(key);
    if (!preview) return atRest;
    const { pieces, haste, once, pause } = preview;
    let inside = (position % (once + pause)) - pause;
    if (inside < 0) return atRest;
    inside *= haste;
    for (const { from, to, length } of pieces) {
      if (inside < length) return from + (to - from) * (inside / length);
      inside -= length;
    }
    return atRest;
  }

  return {
    /** The start position's moment (ms). */
    atRest,

    /**
     * The film's moment (ms) for a position (ms) inside a step.
     * @param {{kind: string, phase?: string | null, side?: string | null, duration_ms: number}} step
     */
    momentAt(step, position) {
      const inside = Math.min(Math.max(Number(position) || 0, 0), step.duration_ms);
      const share = step.duration_ms > 0 ? inside / step.duration_ms : 1;
      switch (step.kind) {
        case "ready":
          return previewing(step, inside);
        case "move":
          return moving(step, share);
        case "hold":
          return holding(step, share);
        case "return":
          return returning(step, share);
        case "switch-sides":
          return switching(step, share);
        default:
          return atRest;
      }
    },

    /** The moment (ms) of the position that shows a step best, for people who don't want movement. */
    keyMomentOf(step) {
      const cycle = find("cycle", step);
      const across = step.kind === "switch-sides"
        && spans.some((span) => span.action === "switch" && span.side === step.side);
      if (step.kind === "move" || step.kind === "hold" || across) {
        const hold = find("hold", step);
        if (hold) return hold.start;
        return cycle ? along(cycle, KEY_SHARE) : atRest;
      }
      return atRest;
    },
  };
}
