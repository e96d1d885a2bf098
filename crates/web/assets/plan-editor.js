// Makes the editor of routines quick: its buttons are pressed and numbers worked out without loading the page
// anew, and exercises can be dragged by their handles. Everything it does a plain form does as well.

const WAIT_MS = 600;

let form = document.getElementById("plan");
let changed = form.hasAttribute("data-changed");
/** What is being sent; the next waits for it, so that answers never overtake each other. */
let sending = Promise.resolve();
let waiting = 0;

wire();
window.addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

function wire() {
  form.classList.add("live");
  for (const handle of form.querySelectorAll("[data-handle]")) {
    handle.hidden = false;
    handle.addEventListener("pointerdown", (event) => drag(handle, event));
  }
}

document.addEventListener("submit", (event) => {
  if (event.target !== form) return;
  const value = event.submitter?.value ?? "refresh";
  if (value === "save") {
    // The browser sends it: what comes back is a page of its own.
    changed = false;
    clearTimeout(waiting);
    return;
  }
  event.preventDefault();
  press(value);
});

document.addEventListener("input", (event) => {
  if (!form.contains(event.target)) return;
  changed = true;
  clearTimeout(waiting);
  if (event.target.matches('[inputmode="numeric"], [name$=".pose_file"], [name="add.what"], textarea, [type="text"]')) return;
  if (event.target.matches("[data-works], [name='warm_up']")) waiting = setTimeout(work, WAIT_MS / 3, event.target);
});

document.addEventListener("change", (event) => {
  if (!form.contains(event.target)) return;
  const file = event.target.name?.match(/^exercises\.(\d+)\.pose_file$/);
  if (file) press(`poses:${file[1]}`);
  else if (event.target.matches('[inputmode="numeric"]')) {
    clearTimeout(waiting);
    waiting = setTimeout(work, WAIT_MS, event.target);
  }
});

/** Works lengths and pictures out again; the person goes on where they are. */
function work() {
  press("refresh");
}

/** Sends the form with a button's value and shows what comes back in its place. */
function press(value) {
  changed = true;
  clearTimeout(waiting);
  sending = sending.then(() => send(value)).catch(() => say(form.dataset.away));
  return sending;
}

async function send(value) {
  const active = document.activeElement;
  const data = new FormData(form);
  data.set("do", value);
  const typed = new Map([...form.elements].filter((field) => field.id).map((field) => [field.id, field.value]));
  const response = await fetch(form.action, { method: "POST", body: data });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("plan");
  if (!fresh) throw new Error("no form");
  // What was typed while the answer was on its way stays; only an answer to that knows better.
  const current = form.contains(document.activeElement) ? document.activeElement : active;
  if (value === "refresh") {
    for (const field of form.elements) {
      const twin = field.id && fresh.querySelector(`#${CSS.escape(field.id)}`);
      if (twin && typed.get(field.id) !== field.value) twin.value = field.value;
    }
  }
  const place = current?.id;
  const range = current?.selectionStart ?? null;
  const end = current?.selectionEnd ?? null;
  const top = current?.getBoundingClientRect().top;
  const status = fresh.querySelector("#plan-status").textContent;
  fresh.querySelector("#plan-status").textContent = "";
  form.replaceWith(fresh);
  form = fresh;
  wire();
  const wanted = value === "refresh" ? place : fresh.querySelector("[autofocus]")?.id;
  const next = wanted && document.getElementById(wanted);
  if (next) {
    next.focus({ preventScroll: true });
    if (value === "refresh") {
      if (range !== null && next.setSelectionRange) next.setSelectionRange(range, end);
      window.scrollBy(0, next.getBoundingClientRect().top - top);
    } else next.scrollIntoView({ block: "nearest" });
  }
  // A text that changes in a place that is there already is read out.
  if (value !== "refresh") requestAnimationFrame(() => say(status));
}

function say(text) {
  document.getElementById("plan-status").textContent = text;
}

/** Drags an exercise by its handle, with a mouse, a pen or a finger. */
function drag(handle, event) {
  if (event.button !== 0) return;
  event.preventDefault();
  const items = [...form.querySelectorAll("[data-item]")];
  const item = handle.closest("[data-item]");
  const from = items.indexOf(item);
  let to = from;
  handle.setPointerCapture(event.pointerId);
  item.classList.add("dragged");
  const startY = event.clientY + window.scrollY;

  const clear = () => {
    for (const other of items) other.classList.remove("before", "after");
  };
  const move = (event) => {
    item.style.transform = `translateY(${event.clientY + window.scrollY - startY}px)`;
    // Near the edges the page comes along.
    if (event.clientY < 60) window.scrollBy(0, -12);
    else if (event.clientY > window.innerHeight - 60) window.scrollBy(0, 12);
    to = items.filter((other) => {
      if (other === item) return false;
      const { top, height } = other.getBoundingClientRect();
      return top + height / 2 < event.clientY;
    }).length;
    clear();
    if (to === from) return;
    const neighbour = items[to];
    neighbour.classList.add(to < from ? "before" : "after");
  };
  const stop = (drop) => {
    handle.removeEventListener("pointermove", move);
    item.classList.remove("dragged");
    item.style.transform = "";
    clear();
    if (drop && to !== from) press(`move:${from}:${to}`);
  };
  handle.addEventListener("pointermove", move);
  handle.addEventListener("pointerup", () => stop(true), { once: true });
  handle.addEventListener("pointercancel", () => stop(false), { once: true });
}
