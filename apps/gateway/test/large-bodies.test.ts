import { createTRPCClient, httpBatchStreamLink } from '@trpc/client';
import type { AppRouter } from '@weighbridge/api';
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
    [
      'a batch with embed',
      'embeddings.countTokens,embeddings.embed,embeddings.embed?batch=1',
      { 0: { inputs: ['one'] }, 1: { inputs: [1] }, 2: { inputs: [], encoding: 'float' } },
    ],
    ['inputs that are no list', 'embeddings.embed', { inputs: 'one' }],
    ['no inputs', 'embeddings.quote', {}],
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

  it('in a batch as one by one, streamed or not', async () => {
    const inputs = { 0: { inputs: ['one', 'two'] }, 1: { inputs: ['one'], encoding: 'float' } };
    const path = '/trpc/embeddings.embed,embeddings.embed?batch=1';
    const batch = (await post(path, JSON.stringify(inputs))).body as unknown as {
      result: { data: object };
    }[];
    const alone = [
      await post('/trpc/embeddings.embed', JSON.stringify(inputs[0])),
      await post('/trpc/embeddings.embed', JSON.stringify(inputs[1])),
    ];
    for (const [place, { body }] of alone.entries()) {
      const { vectors, floats } = (body as { result: { data: Record<string, unknown> } }).result.data;
      expect(batch[place]?.result.data).toMatchObject({ vectors, floats });
    }
    const client = createTRPCClient<AppRouter>({
      links: [
        httpBatchStreamLink({
          url: `${gateway().url}/trpc`,
          headers: { authorization: `Bearer ${gateway().cliToken}` },
        }),
      ],
    });
    const streamed = await Promise.all([
      client.embeddings.embed.mutate(inputs[0]),
      client.embeddings.embed.mutate({ inputs: ['one'], encoding: 'float' }),
    ]);
    expect(streamed.map(({ vectors, floats }) => ({ vectors, floats }))).toMatchObject(
      batch.map(({ result }) => ({
        vectors: (result.data as { vectors: unknown }).vectors,
        floats: (result.data as { floats: unknown }).floats,
      })),
    );
  });

  it('says of a hundred thousand wrong inputs what is wrong with the first', async () => {
    const inputs = ['one', ...new Array(99_999).fill(1)];
    const { body } = await post('/trpc/embeddings.countTokens', JSON.stringify({ inputs }));
    expect(body).toMatchObject({ error: { data: { weighbridge: { facts: { index: 1 } } } } });
    const more = await post('/trpc/embeddings.countTokens', JSON.stringify({ inputs: [...inputs, 1, 1] }));
    expect(JSON.stringify(more.body)).toContain('there are more than 100000 of them');
  });
});
