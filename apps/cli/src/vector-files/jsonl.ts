import { type FileHandle, mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Chunk } from '../chunks/chunk.ts';
import { decodeHead, encodeRecord, RECORD_START } from './jsonl-record.ts';
import { linesOf } from './lines.ts';
import { notOurs, unwritable } from './problems.ts';
import {
  type Pin,
  pinOf,
  TOO_LONG_BEFORE,
  type VectorEncoding,
  type VectorFile,
  type VectorRow,
} from './vector-file.ts';

/**
 * JSON lines, append-only. A changed chunk is written again and its last line counts; lines of chunks that no longer
 * exist stay. A line that a kill cut short is cut off before the next write.
 * @throws CliError OUTPUT_NOT_OURS
 */
export async function openJsonl(path: string, encoding: VectorEncoding): Promise<VectorFile> {
  const size = (await stat(path).catch(() => undefined))?.size;
  const known = new Map<string, string>();
  let pin: Pin | undefined;
  let complete = 0;
  if (size) {
    for await (const line of linesOf(path)) {
      const head = decodeHead(line.bytes);
      if (!head) throw notOurs(path, `line ${line.number} is no chunk with its vector`);
      const tooLong = head.tooLong ?? TOO_LONG_BEFORE;
      pin ??= { space: head.space, chunkerVersion: head.chunkerVersion, tooLong };
      if (head.space !== pin.space) {
        throw notOurs(path, `line ${line.number} is in the space ${head.space}, the first in ${pin.space}`);
      }
      if (tooLong !== pin.tooLong) {
        const policies = `${tooLong}, of the first by ${pin.tooLong}`;
        throw notOurs(path, `long texts of line ${line.number} went by the policy ${policies}`);
      }
      known.set(shortId(head.chunkId), shortId(head.sha256));
      complete = line.offset + line.bytes.length + 1;
    }
    if (complete === 0 && !(await beginsLikeOurs(path))) throw notOurs(path, 'it holds no complete line');
  }
  return new JsonlFile(path, encoding, { known, pin, complete });
}

/** Whether a file without one complete line can be a first line of ours that was cut short. */
async function beginsLikeOurs(path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(RECORD_START.length));
    return RECORD_START.startsWith(buffer.toString('latin1', 0, bytesRead));
  } finally {
    await handle.close();
  }
}

/** Eight bytes of a hash: enough to tell a file's chunks apart, and a quarter of the memory. */
function shortId(hash: string): string {
  return hash.slice(0, 16);
}

interface Found {
  known: Map<string, string>;
  pin: Pin | undefined;
  /** Bytes up to the end of the last complete line. */
  complete: number;
}

class JsonlFile implements VectorFile {
  readonly removesStale = false;
  readonly path: string;
  readonly #encoding: VectorEncoding;
  readonly #known: Map<string, string>;
  #complete: number;
  #pin: Pin | undefined;
  #handle: FileHandle | undefined;

  constructor(path: string, encoding: VectorEncoding, found: Found) {
    this.path = path;
    this.#encoding = encoding;
    this.#known = found.known;
    this.#pin = found.pin;
    this.#complete = found.complete;
  }

  get pin(): Pin | undefined {
    return this.#pin;
  }

  has(chunk: Chunk): boolean {
    return this.#known.get(shortId(chunk.chunkId)) === shortId(chunk.sha256);
  }

  async prepare(): Promise<void> {
    try {
      await mkdir(dirname(this.path), { recursive: true });
      this.#handle = await open(this.path, 'a');
      await this.#handle.truncate(this.#complete);
    } catch (error) {
      throw unwritable(this.path, error);
    }
  }

  async write(rows: readonly VectorRow[]): Promise<void> {
    const [first] = rows;
    if (!first) return;
    if (!this.#handle) await this.prepare();
    const lines = Buffer.concat(rows.map((row) => encodeRecord(row, this.#encoding)));
    try {
      await this.#handle?.appendFile(lines);
    } catch (error) {
      // A full disk takes part of a line: nothing may be appended to that.
      await this.#handle?.truncate(this.#complete).catch(() => undefined);
      throw unwritable(this.path, error);
    }
    this.#complete += lines.length;
    this.#pin ??= pinOf(first);
    for (const { chunk } of rows) this.#known.set(shortId(chunk.chunkId), shortId(chunk.sha256));
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    this.#handle = undefined;
    if (!handle) return;
    await handle.datasync();
    await handle.close();
  }
}
