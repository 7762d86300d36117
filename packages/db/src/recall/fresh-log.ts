import { existsSync, readFileSync, rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { RecallEntry, RecallScope } from '@weighbridge/embeddings/domain';

/** A vector follows. */
const MARK = Buffer.from('WBFV');
/** magic, crc32 of all that follows it, and the lengths of scope, key and vector, with the tokens: u32, little-endian. */
const HEAD_BYTES = 24;
/** One of a log's two files. */
class FreshFile {
  readonly #path: string;
  readonly #writing = new Set<Promise<void>>();
  #opened: Promise<FileHandle> | undefined;
  #end = 0;

  constructor(path: string) {
    this.#path = path;
  }

  append(bytes: Buffer): Promise<void> {
    const at = this.#end;
    this.#end += bytes.length;
    const writing = this.#write(bytes, at);
    this.#writing.add(writing);
    const done = () => this.#writing.delete(writing);
    writing.then(done, done);
    return writing;
  }

  async cut(): Promise<void> {
    await Promise.allSettled(this.#writing);
    if (this.#end === 0) return;
    this.#end = 0;
    await (await this.#opened)?.truncate();
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#writing);
    await (await this.#opened?.catch(() => undefined))?.close();
  }

  remove(): void {
    rmSync(this.#path, { force: true });
  }

  async #write(bytes: Buffer, at: number): Promise<void> {
    this.#opened ??= open(this.#path, 'w', 0o600);
    const { bytesWritten } = await (await this.#opened).write(bytes, 0, bytes.length, at);
    if (bytesWritten < bytes.length) throw new Error(`Only a part could be written to ${this.#path}.`);
  }
}

/**
 * Vectors on their way to the cache, in files that a process which dies leaves behind: whatever was written here before
 * an answer left is not paid for again. There are two, so that one is written while what is in the other is moved. They
 * are not flushed to the disk, as the cache is not.
 */
export class FreshLog {
  readonly #files: readonly [FreshFile, FreshFile];
  #turn: 0 | 1 = 0;

  constructor(paths: readonly [string, string]) {
    this.#files = [new FreshFile(paths[0]), new FreshFile(paths[1])];
  }

  /** Not in the calling thread: now and then a file system makes even an append wait. @throws what the system says */
  async append(scope: RecallScope, entries: readonly RecallEntry[]): Promise<void> {
    await this.#files[this.#turn].append(Buffer.concat(entries.map((entry) => frameOf(scope, entry))));
  }

  /** What is appended from now on goes to the other file, which must have been cut. */
  turn(): void {
    this.#turn = this.#turn === 0 ? 1 : 0;
  }

  /** The cache has all that was appended before the last turn. */
  cut(): Promise<void> {
    return this.#files[this.#turn === 0 ? 1 : 0].cut();
  }

  /** @param isEmpty whether the cache has all that is in it */
  async close(isEmpty: boolean): Promise<void> {
    for (const file of this.#files) {
      await file.close();
      if (isEmpty) file.remove();
    }
  }
}

function frameOf(scope: RecallScope, { key, vector, tokens }: RecallEntry): Buffer {
  const name = Buffer.from(JSON.stringify(scope));
  const floats = Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
  const frame = Buffer.concat([Buffer.alloc(HEAD_BYTES), name, key, floats]);
  MARK.copy(frame);
  frame.writeUInt32LE(name.byteLength, 8);
  frame.writeUInt32LE(key.byteLength, 12);
  frame.writeUInt32LE(floats.byteLength, 16);
  frame.writeUInt32LE(tokens, 20);
  frame.writeUInt32LE(crc32(frame.subarray(8)), 4);
  return frame;
}

/** What a process left in its log: the frames that are whole. Nothing when there is no log. */
export function* readFreshLog(path: string): Generator<{ scope: RecallScope; entry: RecallEntry }> {
  if (!existsSync(path)) return;
  const bytes = readFileSync(path);
  for (let at = bytes.indexOf(MARK); at >= 0 && at + HEAD_BYTES <= bytes.length; ) {
    const [name, key, vector] = [8, 12, 16].map((place) => bytes.readUInt32LE(at + place));
    const keyAt = at + HEAD_BYTES + (name as number);
    const vectorAt = keyAt + (key as number);
    const end = vectorAt + (vector as number);
    if (end > bytes.length || crc32(bytes.subarray(at + 8, end)) !== bytes.readUInt32LE(at + 4)) {
      // Perhaps the first of two that were being written; the second may be whole.
      at = bytes.indexOf(MARK, at + 1);
      continue;
    }
    yield {
      scope: JSON.parse(bytes.toString('utf8', at + HEAD_BYTES, keyAt)),
      entry: {
        key: new Uint8Array(bytes.subarray(keyAt, vectorAt)),
        vector: new Float32Array(new Uint8Array(bytes.subarray(vectorAt, end)).buffer),
        tokens: bytes.readUInt32LE(at + 20),
      },
    };
    at = bytes.indexOf(MARK, end);
  }
}
