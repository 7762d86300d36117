import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { cosine, decode, type EmbeddingList, norm, postJson, SMALL, sdk } from '../test/requests.ts';
import { type FaultKind, type JournalEntry, type NextFaultOptions, type Stub, startStub } from './index.ts';

let stub: Stub;
beforeAll(async () => {
  stub = await startStub();
});
afterEach(() => {
  stub.faults.clear();
});
afterAll(async () => {
  await stub.close();
});

const INPUT = ['one', 'two', 'three', 'four'];
const TOKENS = 4;
const lastEntry = (): JournalEntry => stub.journal.entries().at(-1)!;
const request = (encoding_format: 'float' | 'base64') => ({ model: SMALL, input: INPUT, encoding_format });
const create = () => sdk(stub).embeddings.create({ model: SMALL, input: INPUT });

/** What one vector fault must look like, given the right vector. */
const VECTOR_FAULTS: [FaultKind, (wrong: Float32Array, right: Float32Array) => void][] = [
  ['wrong_dimensions', (wrong) => expect(wrong).toHaveLength(1535)],
  ['nan', (wrong) => expect(wrong.filter((value) => Number.isNaN(value))).toHaveLength(1)],
  [
    'infinity',
    (wrong) => expect(wrong.filter((value) => value === Number.POSITIVE_INFINITY)).toHaveLength(1),
  ],
  ['zero_vector', (wrong) => expect(wrong.every((value) => value === 0)).toBe(true)],
  [
    'mostly_zero',
    (wrong) => {
      expect(wrong.filter((value) => value === 0).length / wrong.length).toBeGreaterThan(0.95);
      expect(norm(wrong)).toBeCloseTo(1, 6);
    },
  ],
  ['constant_vector', (wrong) => expect(norm(wrong)).toBeCloseTo(1, 6)],
  [
    'repeated_values',
    (wrong) => {
      expect(new Set(wrong).size).toBe(2);
      expect(norm(wrong)).toBeCloseTo(1, 6);
    },
  ],
  [
    'wrong_norm',
    (wrong, right) => {
      expect(norm(wrong)).toBeCloseTo(7, 5);
      expect(cosine(wrong, right)).toBeCloseTo(1, 6);
    },
  ],
];

describe('faults of vectors', () => {
  const vectorsOf = (list: EmbeddingList) => list.data.map(({ embedding }) => decode(embedding));

  it.each(VECTOR_FAULTS)('%s, in both encodings, for all items or for some; billed', async (kind, check) => {
    for (const format of ['float', 'base64'] as const) {
      const right = vectorsOf(await postJson(stub, request(format)));
      stub.faults.next(kind);
      const all = vectorsOf(await postJson(stub, request(format)));
      for (const [i, vector] of all.entries()) check(vector, right[i]!);

      stub.faults.next(kind, { items: [1] });
      const one = vectorsOf(await postJson(stub, request(format)));
      check(one[1]!, right[1]!);
      for (const i of [0, 2, 3]) expect(one[i]).toEqual(right[i]);

      stub.faults.next(kind, { itemsContaining: 'three' });
      const named = vectorsOf(await postJson(stub, request(format)));
      check(named[2]!, right[2]!);
      for (const i of [0, 1, 3]) expect(named[i]).toEqual(right[i]);
      expect(lastEntry()).toMatchObject({ fault: kind, status: 200, billed: true, billedTokens: TOKENS });
    }
    const right = vectorsOf(await postJson(stub, request('base64')));
    stub.faults.next(kind);
    const { data } = await create();
    for (const [i, { embedding }] of data.entries()) check(Float32Array.from(embedding), right[i]!);
  });

  it('constant_vector is the same for every text, and not the right one', async () => {
    stub.faults.next('constant_vector');
    const vectors = vectorsOf(await postJson(stub, request('base64')));
    const right = vectorsOf(await postJson(stub, request('base64')));
    for (const vector of vectors) expect(vector).toEqual(vectors[0]);
    expect(vectors[0]).not.toEqual(right[0]);
  });

  it('wrong_dimensions takes the length asked for', async () => {
    for (const dimensions of [0, 384, 3072]) {
      stub.faults.next('wrong_dimensions', { dimensions, items: [0] });
      const [first, second] = vectorsOf(await postJson(stub, request('base64')));
      expect([first!.length, second!.length]).toEqual([dimensions, 1536]);
    }
  });

  it('nan is null in float, as JSON has no NaN', async () => {
    stub.faults.next('nan', { items: [0] });
    const { data } = await postJson(stub, request('float'));
    expect((data[0]!.embedding as (number | null)[]).filter((value) => value === null)).toHaveLength(1);
  });
});

describe('faults of the list', () => {
  const indices = async (kind: FaultKind, options: NextFaultOptions = {}, input = INPUT) => {
    stub.faults.next(kind, options);
    const list = await postJson(stub, { model: SMALL, input, encoding_format: 'base64' });
    expect(lastEntry()).toMatchObject({ fault: kind, status: 200, billed: true, billedTokens: input.length });
    return list.data.map(({ index }) => index);
  };

  it('shuffled: everything right, out of order', async () => {
    const right = await create();
    stub.faults.next('shuffled');
    const shuffled = await create();
    expect(shuffled.data.map(({ index }) => index)).toEqual([2, 3, 0, 1]);
    for (const { index, embedding } of shuffled.data) expect(embedding).toEqual(right.data[index]!.embedding);
    expect(await indices('shuffled', {}, ['a', 'b', 'c'])).toEqual([1, 2, 0]);
  });

  it('missing_index: the first item, or those named', async () => {
    expect(await indices('missing_index')).toEqual([1, 2, 3]);
    expect(await indices('missing_index', { items: [1, 3] })).toEqual([0, 2]);
    expect(await indices('missing_index', {}, ['a'])).toEqual([]);
  });

  it('duplicate_index: always two of the same', async () => {
    expect(await indices('duplicate_index')).toEqual([1, 1, 2, 3]);
    expect(await indices('duplicate_index', { itemsContaining: 'four' })).toEqual([0, 1, 2, 0]);
    expect(await indices('duplicate_index', { items: [0, 1, 2, 3] })).toEqual([0, 0, 0, 0]);
    expect(await indices('duplicate_index', {}, ['a'])).toEqual([0, 0]);
  });

  it('wrong_index: beyond the inputs', async () => {
    expect(await indices('wrong_index')).toEqual([4, 1, 2, 3]);
    expect(await indices('wrong_index', { items: [2] })).toEqual([0, 1, 6, 3]);
  });

  it('wrong_usage: reports and bills more than was counted', async () => {
    stub.faults.next('wrong_usage');
    expect((await create()).usage).toEqual({ prompt_tokens: 8, total_tokens: 8 });
    expect(lastEntry()).toMatchObject({ tokens: TOKENS, billedTokens: 8, billedNanoUsd: '160' });
    stub.faults.next('wrong_usage', { factor: 1.1 });
    expect((await create()).usage.total_tokens).toBe(5);
  });

  it('missing_usage: says nothing, bills what is right', async () => {
    stub.faults.next('missing_usage');
    expect(await postJson(stub, request('base64'))).not.toHaveProperty('usage');
    expect(lastEntry()).toMatchObject({ billed: true, billedTokens: TOKENS });
  });

  it('wrong_model: right vectors under the name of another model', async () => {
    stub.faults.next('wrong_model');
    expect((await create()).model).toBe('text-embedding-3-large');
    stub.faults.next('wrong_model', { answeredModel: 'ours' });
    expect((await create()).model).toBe('ours');
    expect(lastEntry()).toMatchObject({ billed: true, billedTokens: TOKENS });
  });
});
