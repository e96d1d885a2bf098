// What a person gets who clicks a link to a file.

import { buffer } from "node:stream/consumers";

/** Clicks a link, and waits for the file that comes: its name and what is in it. */
export async function download(page, link) {
  const [saved] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return { name: saved.suggestedFilename(), data: await buffer(await saved.createReadStream()) };
}
