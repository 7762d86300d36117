import { createTokenizer } from '@weighbridge/embeddings';
import { describe, expect, it } from 'vitest';
import { gatewayFor, shared } from './harness.ts';

const gateway = shared((undo) => gatewayFor({}, undo));
const tokenizer = createTokenizer();
const MODEL = 'text-embedding-3-small';

/** As it is, and with so much white space that it is read over several turns. */
async function both(path: string, body: unknown): Promise<{ small: Answer; large: Answer }> {
  const json = JSON.stringify(body);
  return {
    small: await post(path, json),
    large: await post(path, `${json.slice(0, -1)}${' '.repeat(1_100_000)}${json.slice(-1)}`),
  };
}

interface Answer {
  status: number;
  body: Record<string, unknown>;
}

async function post(path: string, body: string): Promise<Answer> {
  const response = await fetch(gateway().url + path, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${gateway().cliToken}`,
      'x-correlation-id': 'test',
    },
    body,
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

describe('a large body is answered as a small one is', () => {
  it.each<[string, string, unknown]>([
    ['a query', 'embeddings.countTokens', { inputs: ['one', 'two words', '中'] }],
    ['another', 'embeddings.quote', { inputs: ['one', 'one'], model: MODEL }],
    ['a mutation', 'keys.create', {}],
    ['wrong inputs', 'embeddings.countTokens', { inputs: ['one', 2] }],
    ['wrong inputs of embed', 'embeddings.embed', { inputs: ['one', null] }],
    ['another field', 'embeddings.quote', { inputs: ['one'], model: 7 }],
    ['an unknown model', 'embeddings.quote', { inputs: ['one'], model: 'gpt-4' }],
    ['an unknown procedure', 'embeddings.nothing', {}],
    ['a name of everything', 'toString', {}],
    [
      'a batch',
      'embeddings.countTokens,embeddings.quote?batch=1',
      { 0: { inputs: ['one'] }, 1: { inputs: ['two'] } },
    ],
    [
      'a batch of good and bad',
      'embeddings.countTokens,embeddings.quote?batch=1',
      { 0: { inputs: ['one'] }, 1: {} },
    ],
    ['a batch of bad ones', 'embeddings.countTokens,embeddings.none?batch=1', { 0: {}, 1: {} }],
  ])('%s', async (_name, path, input) => {
    const { small, large } = await both(`/trpc/${path}`, input);
    expect(large).toEqual(small);
  });

  it('with token ids, few and many, in one list and in several', async () => {
    const ids = [...tokenizer.encode('the truck crosses a bridge '.repeat(300))];
    for (const input of [ids, [ids, ids.slice(0, 5), [...ids.slice(7), 1]], ids.slice(0, 3)]) {
      const { small, large } = await both('/v1/embeddings', {
        model: MODEL,
        encoding_format: 'base64',
        input,
      });
      expect(small.status).toBe(200);
      expect(large).toEqual(small);
    }
  });

  it('and refused as one, wherever a wrong id stands', async () => {
    const ids = [...tokenizer.encode('the truck crosses a bridge '.repeat(2000))];
    for (const wrong of [-1, 1.5, 100_999, 4294967296, 'a', null]) {
      const { small, large } = await both('/v1/embeddings', {
        model: MODEL,
        input: [ids.slice(0, 9), [...ids, wrong]],
      });
      expect(small.status).toBe(400);
      expect(large).toEqual(small);
    }
  });
});
