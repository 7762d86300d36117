import { describe, expect, it } from 'vitest';
import { toBlob, toFloats } from './rows.ts';

const items = [
  { vector: Float32Array.of(0.1, -2) },
  { vector: undefined },
  { vector: Float32Array.of(3, 4) },
];

describe('rows', () => {
  it('lays vectors out as little-endian float32, with NaN where one is missing', () => {
    const bytes = Buffer.from(toBlob(items, 2), 'base64');
    expect(bytes.length).toBe(3 * 2 * 4);
    const read = Array.from({ length: 6 }, (_, at) => bytes.readFloatLE(at * 4));
    expect(read).toEqual([Math.fround(0.1), -2, Number.NaN, Number.NaN, 3, 4]);
  });

  it('gives decimals, with null where a vector is missing', async () => {
    expect(await toFloats(items)).toEqual([[0.1, -2], null, [3, 4]]);
  });

  it('takes a vector that is a view into a larger buffer', () => {
    const view = new Float32Array([9, 1, 2, 9]).subarray(1, 3);
    expect(Buffer.from(toBlob([{ vector: view }], 2), 'base64').readFloatLE(4)).toBe(2);
  });
});
