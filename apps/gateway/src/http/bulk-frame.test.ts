import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bulkFrame } from './bulk-frame.ts';

type Rows = Parameters<typeof bulkFrame>[0];

/** Rows of one matrix, rows of their own and missing ones, in any mixture. */
const mixture = fc
  .record({
    dimensions: fc.integer({ min: 1, max: 40 }),
    kinds: fc.array(fc.constantFrom('together', 'apart', 'missing'), { maxLength: 60 }),
    repeats: fc.integer({ min: 1, max: 200 }),
  })
  .map(({ dimensions, kinds, repeats }) => {
    const all = kinds.flatMap((kind) => Array.from({ length: repeats }, () => kind));
    const matrix = Float32Array.from({ length: all.length * dimensions }, (_, at) =>
      Math.fround(Math.sin(at)),
    );
    const rows = all.map((kind, row) => {
      const view = matrix.subarray(row * dimensions, (row + 1) * dimensions);
      return kind === 'together' ? view : kind === 'apart' ? view.slice() : undefined;
    });
    return { dimensions, rows, matrix };
  });

it('sends every row once, in order, wherever it lies in memory', async () => {
  await fc.assert(
    fc.asyncProperty(mixture, async ({ dimensions, rows, matrix }) => {
      const header = { count: rows.length, dimensions, items: [] as object[] } as Rows['header'];
      const frame = await bulkFrame({ header, rows });
      const bytes = Buffer.concat([...frame.pieces]);
      expect(bytes.length).toBe(frame.byteLength);
      const start = 16 + bytes.readUInt32LE(8);
      expect(JSON.parse(bytes.subarray(16, start).toString())).toEqual(header);
      const sent = new Float32Array(Uint8Array.from(bytes.subarray(start)).buffer);
      const wanted = matrix.map((value, at) => (rows[Math.floor(at / dimensions)] ? value : Number.NaN));
      expect(Buffer.from(sent.buffer).equals(Buffer.from(wanted.buffer))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

it('sends a provider’s answer from where it lies, and copies only what lies apart', async () => {
  const matrix = new Float32Array(1000 * 256).fill(0.25);
  const rows = Array.from({ length: 1000 }, (_, row) => matrix.subarray(row * 256, (row + 1) * 256));
  const header = { count: 1000, dimensions: 256, items: [] as object[] } as Rows['header'];
  const [, ...pieces] = (await bulkFrame({ header, rows })).pieces;
  expect(pieces.map(({ buffer, length }) => [buffer === matrix.buffer, length])).toEqual([
    [true, 1000 * 1024],
  ]);
  const copied = rows.map((row) => row.slice());
  const [, ...parts] = (await bulkFrame({ header, rows: copied })).pieces;
  expect(parts.every(({ length }) => length <= 256 * 1024)).toBe(true);
});
