// Which key means what. Pure: takes what a keydown event says and returns a command's name or null.

/**
 * @param {{key: string, shiftKey?: boolean, ctrlKey?: boolean, altKey?: boolean, metaKey?: boolean, repeat?: boolean}} event
 * @param {boolean} onControl whether a control that reacts to Space itself has the visible focus
 */
export function commandOf(event, onControl = false) {
  if (event.ctrlKey || event.altKey || event.metaKey) return null;
  switch (event.key) {
    case " ":
      // A keyboard user who stands on a button means that button.
      return onControl || event.repeat ? null : "toggle";
    case "ArrowRight":
      return event.shiftKey ? "nextExercise" : "forward";
    case "ArrowLeft":
      return event.shiftKey ? "previousExercise" : "back";
    case "Escape":
      return event.repeat ? null : "askToEnd";
    case "h":
    case "H":
      return event.repeat ? null : "askHurts";
    case "d":
    case "D":
      return event.repeat ? null : "askDizzy";
    case "m":
    case "M":
      return event.repeat ? null : "toggleMute";
    default:
      return /^[0-9]$/.test(event.key) && !event.repeat ? "digit" : null;
  }
}
