// Keeps the screen awake while the session plays; the browser drops the lock whenever the page is hidden.

export function createWakeLock() {
  let wanted = false;
  let lock = null;
  let asking = false;

  async function acquire() {
    if (!wanted || lock || asking || document.visibilityState !== "visible") return;
    asking = true;
    try {
      const granted = await navigator.wakeLock?.request("screen");
      if (granted && wanted) {
        lock = granted;
        lock.addEventListener("release", () => {
          if (lock === granted) lock = null;
        });
      } else {
        granted?.release();
      }
    } catch {
      // Refused, for instance to save power: the session goes on all the same.
    } finally {
      asking = false;
    }
  }

  document.addEventListener("visibilitychange", acquire);

  return {
    keep() {
      wanted = true;
      acquire();
    },
    release() {
      wanted = false;
      lock?.release().catch(() => {});
      lock = null;
    },
  };
}
