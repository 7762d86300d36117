import type { EmbedRows } from '@weighbridge/api';
import { membersJson } from './embed-header-json.ts';
import { joinedBytes } from './joined-bytes.ts';

/** `WBVF`, the first four bytes of a frame. */
const MAGIC = 0x46564257;
const VERSION = 1;
const PREFIX_BYTES = 16;
const BYTES = Float32Array.BYTES_PER_ELEMENT;

/** Rows that lie apart are copied together until a piece has this many bytes, so that there are few writes. */
const PIECE_BYTES = 256 * 1024;
/** Rows that lie together, as a provider's answer gives them, are sent from where they are, if they have so many bytes. */
const LONG_RUN_BYTES = 64 * 1024;

export interface BulkFrame {
  /** Of the whole frame. */
  byteLength: number;
  pieces: Iterable<Uint8Array>;
}

/**
 * An answer as bytes, all integers little-endian:
 *
 *     0  magic "WBVF"   4  u32 version   8  u32 bytes of the header   12  u32 reserved (0)
 *    16  the header: JSON in UTF-8, padded with spaces so that what follows begins at a multiple of 4
 *     …  count × dimensions float32; a failed item's row is NaN
 */
export async function bulkFrame({ header, rows }: EmbedRows): Promise<BulkFrame> {
  const head = await headOf(header);
  const rowBytes = header.dimensions * BYTES;
  return { byteLength: head.byteLength + rows.length * rowBytes, pieces: pieces(head, rows, rowBytes) };
}

async function headOf(header: EmbedRows['header']): Promise<Buffer> {
  const json = await joinedBytes([Buffer.from('{'), ...(await membersJson(header)), Buffer.from('}')]);
  const padded = Math.ceil(json.length / BYTES) * BYTES;
  const head = Buffer.alloc(PREFIX_BYTES + padded, ' ');
  head.writeUInt32LE(MAGIC, 0);
  head.writeUInt32LE(VERSION, 4);
  head.writeUInt32LE(padded, 8);
  head.writeUInt32LE(0, 12);
  json.copy(head, PREFIX_BYTES);
  return head;
}

function* pieces(head: Buffer, rows: EmbedRows['rows'], rowBytes: number): Generator<Uint8Array> {
  yield head;
  let apart: EmbedRows['rows'] = [];
  for (let first = 0; first < rows.length; ) {
    const run = runFrom(rows, first, rowBytes);
    first += run.length;
    if (run.bytes && run.length * rowBytes >= LONG_RUN_BYTES) {
      if (apart.length > 0) yield bytesOf(apart, rowBytes);
      apart = [];
      yield run.bytes;
      continue;
    }
    apart.push(...rows.slice(first - run.length, first));
    if (apart.length * rowBytes < PIECE_BYTES) continue;
    yield bytesOf(apart, rowBytes);
    apart = [];
  }
  if (apart.length > 0) yield bytesOf(apart, rowBytes);
}

/** The rows from `first` on that follow each other in memory; without `bytes` for one that is missing. */
function runFrom(
  rows: EmbedRows['rows'],
  first: number,
  rowBytes: number,
): { length: number; bytes?: Uint8Array } {
  const row = rows[first];
  if (!row) return { length: 1 };
  let length = 1;
  for (let next = rows[first + 1]; next; next = rows[first + length]) {
    if (next.buffer !== row.buffer || next.byteOffset !== row.byteOffset + length * rowBytes) break;
    length += 1;
  }
  return { length, bytes: new Uint8Array(row.buffer, row.byteOffset, length * rowBytes) };
}

function bytesOf(rows: EmbedRows['rows'], rowBytes: number): Uint8Array {
  return new Uint8Array(together(rows, rowBytes / BYTES).buffer);
}

/** Rows one after the other; a missing one is NaN. */
export function together(rows: EmbedRows['rows'], dimensions: number): Float32Array<ArrayBuffer> {
  const floats = new Float32Array(rows.length * dimensions);
  for (const [at, row] of rows.entries()) {
    if (row) floats.set(row, at * dimensions);
    else floats.fill(Number.NaN, at * dimensions, (at + 1) * dimensions);
  }
  return floats;
}
