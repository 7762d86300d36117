import { createHmac, type Hmac } from 'node:crypto';
import { isTurnSpent, nextTurn } from '@weighbridge/embeddings';

/** UTF-16 code units hashed at once: a fraction of a millisecond. */
const UNITS = 1 << 15;

/**
 * A keyed hash of a value that JSON could hold: the same for the same content, whatever the order of its fields. Fields
 * that are undefined count as absent, and a typed array as an array of its numbers. HMAC-SHA-256, 32 bytes.
 */
export async function fingerprintOf(key: Uint8Array, value: unknown): Promise<Uint8Array> {
  const hmac = createHmac('sha256', key);
  // Many parts are short, and each update has its price.
  let pending = '';
  for (const part of partsOf(value)) {
    pending += part;
    if (pending.length < UNITS) continue;
    hmac.update(pending, 'utf16le');
    pending = '';
    if (isTurnSpent()) await nextTurn();
  }
  return digestOf(hmac.update(pending, 'utf16le'));
}

function digestOf(hmac: Hmac): Uint8Array {
  return new Uint8Array(hmac.digest());
}

/** Every text has its length before it, so that no two values give the same parts. */
function* partsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') {
    yield `s${value.length}:`;
    for (let at = 0; at < value.length; at += UNITS) yield value.slice(at, at + UNITS);
  } else if (Array.isArray(value) || value instanceof Uint32Array) {
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
