// Fetches the page anew whenever the file was saved, and keeps place and scroll.

const PAUSE_MS = 1_000;

async function renew() {
  const answer = await fetch(location.href);
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.title = page.title;
  document.getElementById("main").replaceWith(document.adoptNode(page.getElementById("main")));
}

for (;;) {
  const shown = document.getElementById("main").dataset.change;
  try {
    const answer = await fetch(`/changed?change=${shown}`);
    if (!answer.ok) throw new Error(String(answer.status));
    if ((await answer.text()) !== shown) await renew();
    document.getElementById("away").hidden = true;
  } catch {
    document.getElementById("away").hidden = false;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
