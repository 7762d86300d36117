import { isTurnSpent, nextTurn, type RecallEntry } from '@weighbridge/embeddings/domain';

/** Many byte strings as one buffer that changes threads without a copy. */
export interface Packed {
  bytes: ArrayBuffer;
  lengths: Uint32Array;
}

/** @param into is filled from its start, if it is given; it must be large enough. */
export function pack(parts: readonly ArrayBufferView[], into?: ArrayBuffer): Packed {
  const lengths = Uint32Array.from(parts, (part) => part.byteLength);
  const size = lengths.reduce((sum, length) => sum + length, 0);
  const whole = new Uint8Array(into ?? new ArrayBuffer(size));
  let offset = 0;
  for (const part of parts) {
    whole.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), offset);
    offset += part.byteLength;
  }
  return { bytes: whole.buffer, lengths };
}

/** Views of the parts, in order. */
export function* unpack({ bytes, lengths }: Packed): Generator<Uint8Array> {
  let offset = 0;
  for (const length of lengths) {
    yield new Uint8Array(bytes, offset, length);
    offset += length;
  }
}

/** Entries as they travel to the cache's thread. */
export interface PackedEntries {
  keys: ArrayBuffer;
  keyLengths: Uint32Array;
  vectors: ArrayBuffer;
  vectorLengths: Uint32Array;
  tokens: Uint32Array;
}

/** Copies into `buffer`, which must be large enough for the vectors, since the caller keeps its own. */
export function packEntries(entries: readonly RecallEntry[], buffer: ArrayBuffer): PackedEntries {
  const keys = pack(entries.map(({ key }) => key));
  const vectors = pack(
    entries.map(({ vector }) => vector),
    buffer,
  );
  return {
    keys: keys.bytes,
    keyLengths: keys.lengths,
    vectors: vectors.bytes,
    vectorLengths: vectors.lengths,
    tokens: Uint32Array.from(entries, ({ tokens }) => tokens),
  };
}

/** What was found for a list of keys; a length of 0 stands for nothing. */
export interface PackedAnswers {
  vectors: ArrayBuffer;
  vectorLengths: Uint32Array;
  tokens: Uint32Array;
}

/** Vectors copied at once: a millisecond. */
const STEP = 64;

/**
 * Each vector in a buffer of its own: the caller may keep one without keeping all, or hand it to another thread. Many are
 * copied over several turns of the event loop.
 */
export async function unpackAnswers(
  answers: PackedAnswers,
): Promise<(Omit<RecallEntry, 'key'> | undefined)[]> {
  const found: (Omit<RecallEntry, 'key'> | undefined)[] = [];
  let offset = 0;
  for (const [index, length] of answers.vectorLengths.entries()) {
    if (index % STEP === STEP - 1 && isTurnSpent()) await nextTurn();
    if (length === 0) {
      found.push(undefined);
      continue;
    }
    const vector = new Float32Array(answers.vectors.slice(offset, offset + length));
    offset += length;
    found.push({ vector, tokens: answers.tokens[index] ?? 0 });
  }
  return found;
}
