import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, type EmbeddingList } from '../test/requests.ts';
import { EmbeddingListWriter, type EncodingFormat } from './embedding-list.ts';

function write(format: EncodingFormat, vectors: Float32Array[], promptTokens: number | null = 7): string {
  const writer = new EmbeddingListWriter(format, { items: 1, dimensions: 1 });
  for (const [i, vector] of vectors.entries()) writer.add(i, vector);
  return writer.finish('mödel "x"', promptTokens).toString('utf8');
}

describe('EmbeddingListWriter', () => {
  it('reads back as the same float32 in both encodings', () => {
    const value = fc.float({ noNaN: true, noDefaultInfinity: true });
    const vectors = fc.array(fc.float32Array({ minLength: 1, noNaN: true, noDefaultInfinity: true }), {
      minLength: 1,
    });
    fc.assert(
      fc.property(vectors, value, (many, one) => {
        const given = [...many, Float32Array.of(one, -0.5, 1, 9.999_999, 10, 1e-9)];
        for (const format of ['float', 'base64'] as const) {
          const list = JSON.parse(write(format, given)) as EmbeddingList;
          const read = list.data.map(({ embedding }) => Array.from(decode(embedding), (x) => x + 0));
          expect(read).toEqual(given.map((vector) => Array.from(vector, (x) => x + 0)));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('writes NaN as null and infinity as a number beyond range', () => {
    const text = write('float', [
      Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
    ]);
    expect(text).toContain('[null,1e999,-1e999]');
    expect((JSON.parse(text) as EmbeddingList).data[0]?.embedding).toEqual([
      null,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
    ]);
  });

  it('has the shape of OpenAI’s list', () => {
    expect(JSON.parse(write('float', [Float32Array.of(0.25), Float32Array.of(-0.5)]))).toEqual({
      object: 'list',
      data: [
        { object: 'embedding', index: 0, embedding: [0.25] },
        { object: 'embedding', index: 1, embedding: [-0.5] },
      ],
      model: 'mödel "x"',
      usage: { prompt_tokens: 7, total_tokens: 7 },
    });
    expect(JSON.parse(write('float', [], null))).toEqual({ object: 'list', data: [], model: 'mödel "x"' });
  });
});
