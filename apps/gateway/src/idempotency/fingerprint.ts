import { createHmac, type Hmac } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

/** UTF-16 code units hashed before others get their turn on the event loop: some milliseconds. */
const UNITS_PER_TURN = 1 << 20;

/**
 * A keyed hash of a value that JSON could hold: the same for the same content, whatever the order of its fields. Fields
 * that are undefined count as absent. HMAC-SHA-256, 32 bytes.
 */
export async function fingerprintOf(key: Uint8Array, value: unknown): Promise<Uint8Array> {
  const hmac = createHmac('sha256', key);
  let left = UNITS_PER_TURN;
  for (const part of partsOf(value)) {
    hmac.update(part, 'utf16le');
    left -= part.length + 1;
    if (left > 0) continue;
    left = UNITS_PER_TURN;
    await setImmediate();
  }
  return digestOf(hmac);
}

function digestOf(hmac: Hmac): Uint8Array {
  return new Uint8Array(hmac.digest());
}

/** Every text has its length before it, so that no two values give the same parts. */
function* partsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    yield `s${value.length}:`;
    for (let at = 0; at < value.length; at += UNITS_PER_TURN) yield value.slice(at, at + UNITS_PER_TURN);
  } else if (Array.isArray(value)) {
    yield `a${value.length}:`;
    for (const item of value) yield* partsOf(item);
  } else if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    yield `o${fields.length}:`;
    for (const [name, field] of fields) {
      yield* partsOf(name);
      yield* partsOf(field);
    }
  } else {
    yield `${String(value)};`;
  }
}
