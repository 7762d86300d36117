import { setImmediate } from 'node:timers/promises';
import type { EmbedItem } from '@weighbridge/embeddings';
import { shortestDecimal } from './decimal.ts';

/** Floats that are turned into decimals before others get their turn on the event loop: a few milliseconds. */
const FLOATS_PER_TURN = 16 * 1536;

/** Vectors of an answer as one base64 blob: little-endian float32, `count × dimensions`; a missing row is NaN. */
export function toBlob(items: readonly Pick<EmbedItem, 'vector'>[], dimensions: number): string {
  const rows = new Float32Array(items.length * dimensions);
  for (const [row, { vector }] of items.entries()) {
    if (vector) rows.set(vector, row * dimensions);
    else rows.fill(Number.NaN, row * dimensions, (row + 1) * dimensions);
  }
  return toBase64(rows);
}

/** One vector's bytes as base64. Every platform that Node runs on with these dependencies is little-endian. */
export function toBase64(vector: Float32Array): string {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString('base64');
}

/** Vectors as plain numbers in their shortest decimal form; null where one is missing. */
export async function toFloats(items: readonly Pick<EmbedItem, 'vector'>[]): Promise<(number[] | null)[]> {
  const rows: (number[] | null)[] = [];
  let done = 0;
  for (const { vector } of items) {
    rows.push(vector ? decimals(vector) : null);
    done += vector?.length ?? 0;
    if (done >= FLOATS_PER_TURN) {
      done = 0;
      await setImmediate();
    }
  }
  return rows;
}

function decimals(vector: Float32Array): number[] {
  const row: number[] = [];
  for (const float of vector) row.push(shortestDecimal(float));
  return row;
}
