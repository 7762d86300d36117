import { createHmac, hash, hkdfSync } from 'node:crypto';
import { isTurnSpent, nextTurn } from '../turns.ts';

const POOL_KEY_BYTES = 32;
/** Names the purpose and its version, so that a key derived here can serve nowhere else. */
const PURPOSE = 'weighbridge/recall/1/';

/**
 * The key under which one pool's texts are hashed: HKDF-SHA-256 of the gateway's secret and the pool's id, 32 bytes. Each
 * pool has another, so no project can learn from a hash what another project embedded.
 * @throws RangeError when the secret is shorter than 16 bytes.
 */
export function derivePoolKey(secret: Uint8Array, pool: string): Uint8Array {
  if (secret.length < 16) {
    throw new RangeError(`The secret has ${secret.length} bytes: give at least 16 random ones.`);
  }
  return new Uint8Array(hkdfSync('sha256', secret, '', PURPOSE + pool, POOL_KEY_BYTES));
}

/** Tells two pools' keys apart without giving either away, 32 hexadecimal digits. */
export function poolFingerprint(poolKey: Uint8Array): string {
  return createHmac('sha256', poolKey).update(FINGERPRINT_MARK).digest('hex').slice(0, 32);
}

/** Identifies a text within a pool: HMAC-SHA-256 over the UTF-8 of the text that is actually sent, 32 bytes. */
export function recallKey(poolKey: Uint8Array, text: string): Uint8Array {
  const [key] = recallKeys(poolKey, [text]);
  return key as Uint8Array;
}

/** Neither byte is in any UTF-8, so this shares its hash with no text and no ids. */
const FINGERPRINT_MARK = Uint8Array.of(0xfe);

/** No UTF-8 has this byte, so ids share their key with no text. */
const IDS_MARK = Uint8Array.of(0xff);

const DIGEST_BYTES = 32;
const BLOCK_BYTES = 64;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;

/** For texts as they are usually, so that single ones leave no garbage behind. Of use within one synchronous call only. */
const scratch = Buffer.allocUnsafeSlow(2 ** 16);

/** The same for many texts, in order: views of one buffer. */
export function recallKeys(poolKey: Uint8Array, texts: readonly string[]): Uint8Array[] {
  return macs(
    poolKey,
    texts,
    (text) => text.length * 3,
    (text, bytes, at) => bytes.write(text, at, 'utf8'),
  );
}

/** Identifies token ids that no text has, within a pool: HMAC-SHA-256 over a mark and the little-endian ids, 32 bytes. */
export function recallKeyOfIds(poolKey: Uint8Array, ids: Uint32Array): Uint8Array {
  const size = 1 + ids.length * 4;
  const [key] = macs(
    poolKey,
    [ids],
    () => size,
    (_, bytes, at) => {
      bytes.set(IDS_MARK, at);
      for (let index = 0; index < ids.length; index++) {
        bytes.writeUInt32LE(ids[index] as number, at + 1 + index * 4);
      }
      return size;
    },
  );
  return key as Uint8Array;
}

/** Identifies a text of any length as `recallKey` does; a long one is hashed over several turns of the event loop. */
export async function recallKeyInTurns(poolKey: Uint8Array, text: string): Promise<Uint8Array> {
  const hmac = createHmac('sha256', poolKey);
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + PART_UNITS);
    // Not inside a surrogate pair.
    if (end < text.length && text.charCodeAt(end) >>> 10 === LOW_SURROGATE) end += 1;
    hmac.update(text.slice(at, end), 'utf8');
    at = end;
    if (isTurnSpent()) await nextTurn();
  }
  return new Uint8Array(hmac.digest());
}

/** UTF-16 code units hashed at once: a millisecond. */
const PART_UNITS = 1 << 17;
/** The upper six bits of the second half of a surrogate pair. */
const LOW_SURROGATE = 0xdc00 >>> 10;

/**
 * HMAC-SHA-256 of each part. It is spelled out as its two hashes (RFC 2104), since an Hmac object for each costs twice as
 * much.
 */
function macs<T>(
  poolKey: Uint8Array,
  parts: readonly T[],
  mostBytes: (part: T) => number,
  write: (part: T, bytes: Buffer, at: number) => number,
): Uint8Array[] {
  const keys = Buffer.allocUnsafe(parts.length * DIGEST_BYTES);
  const outer = Buffer.alloc(BLOCK_BYTES + DIGEST_BYTES);
  outer.set(padded(poolKey, OUTER_PAD));
  const innerPad = padded(poolKey, INNER_PAD);
  let inner = scratch;
  inner.set(innerPad);
  return parts.map((part, i) => {
    const most = BLOCK_BYTES + mostBytes(part);
    if (inner.length < most) {
      inner = Buffer.allocUnsafe(most);
      inner.set(innerPad);
    }
    const bytes = write(part, inner, BLOCK_BYTES);
    outer.write(hash('sha256', inner.subarray(0, BLOCK_BYTES + bytes), 'binary'), BLOCK_BYTES, 'binary');
    const start = i * DIGEST_BYTES;
    keys.write(hash('sha256', outer, 'binary'), start, 'binary');
    return keys.subarray(start, start + DIGEST_BYTES);
  });
}

function padded(key: Uint8Array, pad: number): Uint8Array {
  const short = key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key;
  const block = new Uint8Array(BLOCK_BYTES).fill(pad);
  for (const [i, byte] of short.entries()) block[i] = byte ^ pad;
  return block;
}
