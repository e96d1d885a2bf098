// A short touch in the hand at the beginning and end of a hold, where the device can.

/** @param {number[]} pattern milliseconds on, off, on … */
export function vibrate(pattern) {
  try {
    // Without an earlier touch the browser refuses and complains in its log.
    if (navigator.userActivation && !navigator.userActivation.hasBeenActive) return;
    navigator.vibrate?.(pattern);
  } catch {
    // Nothing depends on it.
  }
}
