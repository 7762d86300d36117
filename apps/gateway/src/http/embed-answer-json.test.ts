import type { EncodedRows } from '@weighbridge/api';
import { describe, expect, it } from 'vitest';
import { embedAnswerJson } from './embed-answer-json.ts';

const item = { tokens: 1, truncatedTokens: 0, windows: 1, cached: false, warnings: [], error: null };
const header = {
  requestId: 'call_1',
  correlationId: 'a "quoted" id',
  dimensions: 2,
  fallback: { from: 'openai', code: 'X', reason: 'naïve 🚚' },
} as unknown as EncodedRows['header'];

const matrix = (rows: number, dimensions: number) =>
  Array.from({ length: rows }, (_, row) =>
    Float32Array.from({ length: dimensions }, (_, at) => Math.sin(row * dimensions + at)),
  );

/** What the procedure itself answers. */
function expected({ header, rows, encoding }: EncodedRows): unknown {
  const { dimensions } = header;
  const floats = rows.map((row) => row && Array.from(row));
  const blob = Float32Array.from(floats.flatMap((row) => row ?? new Array(dimensions).fill(Number.NaN)));
  return {
    ...header,
    vectors: encoding === 'base64' ? Buffer.from(blob.buffer).toString('base64') : null,
    floats: encoding === 'float' ? floats.map((row) => row ?? null) : null,
  };
}

describe('embedAnswerJson', () => {
  const some: [string, EncodedRows['rows'], number][] = [
    ['rows', [Float32Array.of(0.5, -2), undefined, Float32Array.of(1.25, 0)], 2],
    ['no rows', [], 2],
    ['one row', matrix(1, 1536), 1536],
    ['many rows', matrix(700, 1536), 1536],
    ['rows that are no whole number of three bytes', matrix(1000, 1000), 1000],
    ['many short rows, some of which are missing', [...matrix(5000, 7), undefined, ...matrix(4, 7)], 7],
  ];
  it.each(some)('writes what a serializer would, for %s', async (_name, rows, dimensions) => {
    const items = rows.map(() => ({ ...item, warnings: [{ code: 'É', message: '🚚' }] }));
    for (const encoding of ['base64', 'float'] as const) {
      const answer = { header: { ...header, dimensions, items }, rows, encoding };
      const { result } = JSON.parse((await embedAnswerJson(answer)).toString());
      // Its decimals are the shortest that read back as the same float32.
      const floats = result.data.floats?.map((row: number[] | null) => row?.map(Math.fround) ?? null) ?? null;
      expect({ ...result.data, floats }).toEqual(expected(answer));
    }
  });
});
