import { crc32 } from 'node:zlib';

/** An entry as it is read back. */
export interface FoundRow {
  tokens: number;
  crc32: number;
  vector_bytes: number;
  last_used: number;
  /** null when the row of the vector is gone. */
  value: Buffer | null;
}

export const FIND_SCOPE = 'SELECT id FROM scopes WHERE pool = ? AND space = ? AND partition = ?';

/** A FoundRow by scope and key. */
export const FIND = `
  SELECT tokens, crc32, vector_bytes, last_used, value
  FROM items LEFT JOIN vectors ON vectors.id = items.vector WHERE scope = ? AND key = ?`;

/** Whether the vector is the one that was kept, to the bit. */
export function isSound(row: FoundRow): row is FoundRow & { value: Buffer } {
  return (
    row.value !== null &&
    row.value.byteLength === row.vector_bytes &&
    row.value.byteLength % Float32Array.BYTES_PER_ELEMENT === 0 &&
    crc32(row.value) === row.crc32
  );
}
