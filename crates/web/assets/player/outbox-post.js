// One delivery: posts a batch of events and tells what became of it, without deciding what to do next.

/** The server takes at most this many events a request. */
export const BATCH = 500;
/** A request without an answer for this long (ms) counts as failed. */
const TIMEOUT_MS = 10_000;
/** A browser sends at most about this much (bytes) for a page that is being left. */
const KEEPALIVE_LIMIT = 60_000;

/**
 * Posts events of one session to `url`. `journal` names the journal that they are for: another Unhunch may have come to
 * answer at this address, and it does not take them then.
 *
 * Returns `{ result, kept, error, held }`, where `held` is whether the person’s answers hold exercises back by now, `kept` lists the ids that the server holds and `result` is
 * "kept": it answered, and took all that it was sent;
 * "refused": it will never take at least one of them; `error` is its sentence, or "";
 * "deleted": the session is deleted; it takes them if the session is brought back; `error` is its sentence;
 * "gone": the journal that they are for does not know the session any more; `error` is its sentence;
 * "locked": this browser is not known to it any more;
 * "away": no answer, or one that promises to be different later, or one that is not from this journal's Unhunch.
 */
export async function post(url, events, { journal, fetcher = globalThis.fetch } = {}) {
  const body = JSON.stringify({ events });
  const headers = { "content-type": "application/json" };
  if (journal) headers["x-unhunch-journal"] = journal;
  let response;
  try {
    response = await fetcher(url, {
      method: "POST",
      credentials: "same-origin",
      headers,
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
  // Another program may answer at this address by now. Only Unhunch says what it has kept, so only it can refuse.
  if (!Array.isArray(answer?.kept)) return { result: "away", kept: [], error: "" };
  const { kept } = answer;
  if (response.ok) return { result: "kept", kept, error: "", held: answer.code === "held" };
  const refusing = response.status >= 400 && response.status < 500 && ![408, 421, 429].includes(response.status);
  if (!refusing) return { result: "away", kept, error: "" };
  const error = typeof answer.error === "string" ? answer.error : "";
  if (answer.code === "deleted") return { result: "deleted", kept, error };
  if (answer.code === "unknown-session" && journal) return { result: "gone", kept, error };
  return { result: "refused", kept, error };
}
