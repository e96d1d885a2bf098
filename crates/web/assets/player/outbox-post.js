// One delivery: posts a batch of events and tells what became of it, without deciding what to do next.

/** The server takes at most this many events a request. */
export const BATCH = 500;
/** A request without an answer for this long (ms) counts as failed. */
const TIMEOUT_MS = 10_000;
/** A browser sends at most about this much (bytes) for a page that is being left. */
const KEEPALIVE_LIMIT = 60_000;

/**
 * Posts events to `url`. Returns `{ result, kept, error }`, where `result` is
 * "kept": the server answered; `kept` lists the ids that it holds;
 * "refused": it will not take at least one of them; `error` is its sentence, or "";
 * "locked": this browser is not known to it any more;
 * "away": no answer, or one that promises to be different later.
 */
export async function post(url, events, fetcher = globalThis.fetch) {
  const body = JSON.stringify({ events });
  let response;
  try {
    response = await fetcher(url, {
      method: "POST",
      credentials: "same-origin",
      headers: { "content-type": "application/json" },
      body,
      keepalive: body.length < KEEPALIVE_LIMIT,
      redirect: "error",
      cache: "no-store",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch {
    return { result: "away", kept: [], error: "" };
  }
  if (response.status === 401 || response.status === 403) return { result: "locked", kept: [], error: "" };
  let answer = null;
  try {
    answer = await response.json();
  } catch {
    // What is not JSON did not come from Unhunch, or was cut off.
  }
  const kept = Array.isArray(answer?.kept) ? answer.kept : [];
  if (response.ok && Array.isArray(answer?.kept)) return { result: "kept", kept, error: "" };
  const later = response.status >= 500 || response.status === 408 || response.status === 429 || response.ok;
  if (later) return { result: "away", kept, error: "" };
  return { result: "refused", kept, error: typeof answer?.error === "string" ? answer.error : "" };
}
