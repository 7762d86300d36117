import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { RecallEntry, RecallScope } from '@weighbridge/embeddings/domain';

/** `WBFV`: a vector follows. */
const MAGIC = 0x56464257;
/** magic, crc32 of all that follows it, and the lengths of scope, key and vector, with the tokens: u32, little-endian. */
const HEAD_BYTES = 24;
/** A log of so many bytes is cut as soon as the cache has all that is in it. */
const CUT_AT_BYTES = 1 << 20;

/**
 * Vectors on their way to the cache, in a file that a process which dies leaves behind: whatever was written here before
 * an answer left is not paid for again. It is not flushed to the disk, as the cache is not.
 */
export class FreshLog {
  readonly #path: string;
  #file: number | undefined;
  #bytes = 0;
  #isClosed = false;

  constructor(path: string) {
    this.#path = path;
  }

  /** Some ten microseconds. @throws what the system says, such as that the disk is full */
  append(scope: RecallScope, entries: readonly RecallEntry[]): void {
    if (this.#isClosed) throw new Error(`${this.#path} is closed.`);
    this.#file ??= openSync(this.#path, 'a', 0o600);
    const bytes = Buffer.concat(entries.map((entry) => frameOf(scope, entry)));
    this.#bytes += writeSync(this.#file, bytes);
  }

  /** The cache has all that is in it. */
  cut({ whatever = false } = {}): void {
    if (this.#file === undefined || (!whatever && this.#bytes < CUT_AT_BYTES)) return;
    ftruncateSync(this.#file);
    this.#bytes = 0;
  }

  /** @param isEmpty whether the cache has all that is in it */
  close(isEmpty: boolean): void {
    this.#isClosed = true;
    if (this.#file === undefined) return;
    closeSync(this.#file);
    this.#file = undefined;
    if (isEmpty) rmSync(this.#path, { force: true });
  }
}

function frameOf(scope: RecallScope, { key, vector, tokens }: RecallEntry): Buffer {
  const name = Buffer.from(JSON.stringify(scope));
  const floats = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  const frame = Buffer.concat([Buffer.alloc(HEAD_BYTES), name, key, floats]);
  frame.writeUInt32LE(MAGIC, 0);
  frame.writeUInt32LE(name.byteLength, 8);
  frame.writeUInt32LE(key.byteLength, 12);
  frame.writeUInt32LE(floats.byteLength, 16);
  frame.writeUInt32LE(tokens, 20);
  frame.writeUInt32LE(crc32(frame.subarray(8)), 4);
  return frame;
}

/** What a process left in its log, up to the first frame that is not whole; nothing when there is no log. */
export function* readFreshLog(path: string): Generator<{ scope: RecallScope; entry: RecallEntry }> {
  if (!existsSync(path)) return;
  const bytes = readFileSync(path);
  for (let at = 0; at + HEAD_BYTES <= bytes.length && bytes.readUInt32LE(at) === MAGIC; ) {
    const [name, key, vector] = [8, 12, 16].map((place) => bytes.readUInt32LE(at + place));
    const keyAt = at + HEAD_BYTES + (name as number);
    const vectorAt = keyAt + (key as number);
    const end = vectorAt + (vector as number);
    if (end > bytes.length || crc32(bytes.subarray(at + 8, end)) !== bytes.readUInt32LE(at + 4)) return;
    yield {
      scope: JSON.parse(bytes.toString('utf8', at + HEAD_BYTES, keyAt)),
      entry: {
        key: new Uint8Array(bytes.subarray(keyAt, vectorAt)),
        vector: new Float32Array(new Uint8Array(bytes.subarray(vectorAt, end)).buffer),
        tokens: bytes.readUInt32LE(at + 20),
      },
    };
    at = end;
  }
}
