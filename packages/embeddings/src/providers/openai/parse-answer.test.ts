import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findModel } from '../../models/catalogue.ts';
import { decodeVector } from './decode-vector.ts';
import { parseAnswer } from './parse-answer.ts';

const model = findModel('text-embedding-3-small');

function base64(values: readonly number[]): string {
  return Buffer.from(Float32Array.from(values).buffer).toString('base64');
}

function parse(items: readonly unknown[], inputs: number, rest: object = {}) {
  const body = JSON.stringify({
    object: 'list',
    data: items,
    model: 'served',
    usage: { prompt_tokens: 3 },
    ...rest,
  });
  return parseAnswer(body, { inputs: Array.from({ length: inputs }, () => ''), model }, 'req_1')!;
}

const item = (index: unknown, value: number) => ({ object: 'embedding', index, embedding: base64([value]) });
const valuesOf = (answer: ReturnType<typeof parse>) => answer.vectors.map((vector) => vector?.[0]);

describe('an answer', () => {
  test('is matched by index, never by position', () => {
    expect(valuesOf(parse([item(2, 2), item(0, 0), item(1, 1)], 3))).toEqual([0, 1, 2]);
  });

  test('in any order gives the same vectors', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }), (order) => {
        const answer = parse(
          order.map((index) => item(index, index)),
          7,
        );
        expect(valuesOf(answer)).toEqual([0, 1, 2, 3, 4, 5, 6]);
        expect(answer.anomalies).toEqual([]);
      }),
    );
  });

  test('with a missing index leaves that input empty', () => {
    const answer = parse([item(0, 0), item(2, 2)], 3);
    expect(valuesOf(answer)).toEqual([0, undefined, 2]);
    expect(answer.anomalies).toEqual([{ code: 'MISSING_INDEX', index: 1 }]);
  });

  test('with an index twice or more trusts none of them, and says so once', () => {
    const answer = parse([item(0, 0), item(1, 1), item(1, 9), item(1, 8)], 2);
    expect(valuesOf(answer)).toEqual([0, undefined]);
    expect(answer.anomalies).toEqual([{ code: 'DUPLICATE_INDEX', index: 1 }]);
  });

  test('with one index outside the request keeps the others', () => {
    const answer = parse([item(3, 0), item(1, 1), item(2, 2)], 3);
    expect(valuesOf(answer)).toEqual([undefined, 1, 2]);
    expect(answer.anomalies).toEqual([
      { code: 'INDEX_OUT_OF_RANGE', index: 3 },
      { code: 'MISSING_INDEX', index: 0 },
    ]);
  });

  test('with one vector too many at its end keeps the others', () => {
    const answer = parse([item(0, 0), item(1, 1), item(2, 2)], 2);
    expect(valuesOf(answer)).toEqual([0, 1]);
    expect(answer.anomalies).toEqual([{ code: 'INDEX_OUT_OF_RANGE', index: 2 }]);
  });

  test('of a server that counts from one is not used at all, since each vector would go to the next text', () => {
    const answer = parse([item(1, 0), item(2, 1), item(3, 2)], 3);
    expect(valuesOf(answer)).toEqual([undefined, undefined, undefined]);
    expect(answer.anomalies).toContainEqual({ code: 'INDEX_OUT_OF_RANGE', index: 3 });
  });

  test('without usable indices matches nothing', () => {
    for (const index of [undefined, null, '0', 0.5, -1, Number.MAX_VALUE]) {
      expect(valuesOf(parse([item(index, 7)], 1))).toEqual([undefined]);
    }
    expect(valuesOf(parse([null, 'x', 5, []], 1))).toEqual([undefined]);
  });

  test('says which model served it and what it metered', () => {
    expect(parse([item(0, 1)], 1)).toMatchObject({
      model: 'served',
      meteredTokens: 3,
      providerRequestId: 'req_1',
    });
    expect(parse([item(0, 1)], 1, { usage: { total_tokens: 8 } }).meteredTokens).toBe(8);
    expect(parse([item(0, 1)], 1, { model: undefined }).model).toBe(model.id);
  });

  test('with a usage that is no count meters nothing', () => {
    for (const usage of [
      undefined,
      null,
      5,
      {},
      { prompt_tokens: '3' },
      { prompt_tokens: 1.5 },
      { prompt_tokens: -1 },
      { prompt_tokens: 0, total_tokens: 0 },
    ]) {
      expect(parse([item(0, 1)], 1, { usage }).meteredTokens).toBeUndefined();
    }
  });

  test('that is no list of embeddings is none', () => {
    for (const body of [
      '',
      '<html>',
      '{',
      '[]',
      'null',
      '"text"',
      '{}',
      '{"data":{}}',
      '{"error":{"message":"x"}}',
    ]) {
      expect(parseAnswer(body, { inputs: ['a'], model }, undefined)).toBeUndefined();
    }
  });
});

describe('an embedding', () => {
  test('in base64 is read to the last bit, with or without padding', () => {
    fc.assert(
      fc.property(fc.float32Array({ minLength: 1, maxLength: 64 }), (values) => {
        const text = Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
        for (const form of [text, text.replace(/=+$/, '')]) {
          const vector = decodeVector(form)!;
          expect(Buffer.from(vector.buffer).equals(Buffer.from(values.slice().buffer))).toBe(true);
        }
      }),
    );
  });

  test('has memory of its own, so that keeping one vector does not keep the answer', () => {
    const vector = decodeVector(base64([1, 2, 3]))!;
    expect(vector.buffer.byteLength).toBe(12);
    expect(vector.byteOffset).toBe(0);
  });

  test('cut short or damaged in base64 is none', () => {
    const text = base64([1, 2, 3]);
    expect(decodeVector(text.slice(0, -1))).toBeUndefined();
    expect(decodeVector(text.slice(0, -3))).toBeUndefined();
    expect(decodeVector(`!!!!${text.slice(4)}`)).toBeUndefined();
  });

  test('as an array of numbers is read too; what is no number becomes NaN, not zero', () => {
    expect(decodeVector([0.5, -1, 2])).toEqual(Float32Array.of(0.5, -1, 2));
    expect(decodeVector([1, null, '2', true])).toEqual(
      Float32Array.of(1, Number.NaN, Number.NaN, Number.NaN),
    );
    expect(decodeVector([1e300])).toEqual(Float32Array.of(Number.POSITIVE_INFINITY));
  });

  test('that is neither is none', () => {
    for (const embedding of [undefined, null, 5, {}, true]) expect(decodeVector(embedding)).toBeUndefined();
  });

  test('of nothing has no dimensions, for the inspector to refuse', () => {
    expect(decodeVector('')).toEqual(new Float32Array(0));
    expect(decodeVector([])).toEqual(new Float32Array(0));
  });
});
