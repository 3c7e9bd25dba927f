// Client-made ULIDs (github.com/ulid/spec): 48 bits of milliseconds and 80 bits
// of randomness in Crockford's base 32, ordered by time also within one millisecond.

const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
let lastTime = 0;

export function ulid(now = Date.now()): string {
  lastTime = Math.max(now, lastTime + 1); // turns of one page keep their order
  let time = lastTime;
  let head = "";
  for (let i = 0; i < 10; i++) {
    head = digits[time % 32] + head;
    time = Math.floor(time / 32);
  }
  const random = crypto.getRandomValues(new Uint8Array(16));
  return head + Array.from(random, (byte) => digits[byte % 32]).join("");
}
