import type { EmbedRows } from '@weighbridge/api';

/** `WBVF`, the first four bytes of a frame. */
const MAGIC = 0x46564257;
const VERSION = 1;
const PREFIX_BYTES = 16;
const BYTES = Float32Array.BYTES_PER_ELEMENT;

/** Rows are copied together until a piece has this many bytes: few writes, and memory that does not depend on the call. */
const PIECE_BYTES = 256 * 1024;

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
export function bulkFrame({ header, rows }: EmbedRows): BulkFrame {
  const head = headOf(header);
  const rowBytes = header.dimensions * BYTES;
  return { byteLength: head.byteLength + rows.length * rowBytes, pieces: pieces(head, rows, rowBytes) };
}

function headOf(header: EmbedRows['header']): Buffer {
  const json = Buffer.from(JSON.stringify(header));
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
  const rowsPerPiece = Math.max(1, Math.floor(PIECE_BYTES / rowBytes));
  for (let first = 0; first < rows.length; first += rowsPerPiece) {
    const some = rows.slice(first, first + rowsPerPiece);
    const floats = new Float32Array((some.length * rowBytes) / BYTES);
    for (const [at, row] of some.entries()) {
      const start = (at * rowBytes) / BYTES;
      if (row) floats.set(row, start);
      else floats.fill(Number.NaN, start, start + rowBytes / BYTES);
    }
    yield new Uint8Array(floats.buffer);
  }
}
