// What a script adds to the page of a short break: Space, Enter and Escape from anywhere on it, beginning at once where
// a notification was answered, and the clock of a break without exercises.

const begin = document.querySelector("[data-one-key]");
const leave = document.querySelector("[data-escape]");
const away = document.getElementById("break-away");
const form = document.getElementById("break-begin");

document.addEventListener("keydown", (event) => {
  if (event.repeat || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Escape") {
    event.preventDefault();
    leave.click();
  } else if ((event.key === " " || event.key === "Enter") && !event.target.closest("a, button, input")) {
    event.preventDefault();
    if (begin && !begin.hidden) begin.click();
  }
});

if (away) offerClock(away);

// Whoever comes back to this page, or loads it again, isn't thrown into another break.
const isNow = (form ?? away)?.hasAttribute("data-now");
if (isNow) {
  history.replaceState(null, "", "/break");
  begin.click();
}

// The browser’s memory may have kept the page as it was while its clock ran.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

function offerClock(away) {
  const clock = document.getElementById("break-clock");
  const seconds = Number(away.dataset.seconds);
  const show = (left) => {
    const whole = Math.ceil(left);
    const text = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
    if (clock.textContent !== text) clock.textContent = text;
  };
  show(seconds);
  clock.hidden = false;
  begin.hidden = false;
  begin.focus();
  begin.addEventListener("click", () => {
    const end = performance.now() + seconds * 1000;
    begin.hidden = true;
    // A second press of the key that started it ends nothing.
    clock.tabIndex = -1;
    clock.focus({ focusVisible: false });
    const tick = setInterval(() => {
      const left = (end - performance.now()) / 1000;
      show(Math.max(0, left));
      if (left <= 0) {
        clearInterval(tick);
        away.requestSubmit();
      }
    }, 250);
  });
}
