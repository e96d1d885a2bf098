// Ids for what happens in the browser: UUIDv7, so that they sort by the time they were made.

let lastMillisecond = -1;
let sequence = 0;

/**
 * A new UUIDv7, later in order than every one that this page made before.
 * @param {number} now milliseconds since 1970
 * @param {(bytes: Uint8Array) => Uint8Array} fillRandom
 */
export function newIdentifier(now = Date.now(), fillRandom = (bytes) => crypto.getRandomValues(bytes)) {
  const bytes = fillRandom(new Uint8Array(16));
  // Several ids in one millisecond, or a clock set back, go on counting in the 12 bits after the time.
  if (now > lastMillisecond) {
    lastMillisecond = now;
    sequence = ((bytes[6] << 8) | bytes[7]) & 0x7ff;
  } else {
    sequence += 1;
    if (sequence > 0xfff) {
      lastMillisecond += 1;
      sequence = 0;
    }
  }
  let time = lastMillisecond;
  for (let place = 5; place >= 0; place -= 1) {
    bytes[place] = time % 256;
    time = Math.floor(time / 256);
  }
  bytes[6] = 0x70 | (sequence >> 8);
  bytes[7] = sequence & 0xff;
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
