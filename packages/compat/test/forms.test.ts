import { createOpenAI } from '@ai-sdk/openai';
import { createTokenizer } from '@weighbridge/embeddings';
import { embed, embedMany } from 'ai';
import OpenAI from 'openai';
import OpenAI6 from 'openai-6';
import { describe, expect, it } from 'vitest';
import { MODEL } from '../src/clients/index.ts';
import { cosine, expectVectors, sharedPlace, truth } from './shared.ts';

const mock = sharedPlace({ mode: 'mock' });
const real = sharedPlace({ mode: 'real' });

const tokenizer = createTokenizer();
const idsOf = (text: string) => [...tokenizer.encode(text)];

let nth = 0;

/** Both majors have one shape here, so one set of tests speaks to both. */
const majors = [
  { name: 'openai 7', make: (options: { apiKey: string; baseURL: string }) => new OpenAI(options) },
  {
    name: 'openai 6',
    make: (options: { apiKey: string; baseURL: string }) => new OpenAI6(options) as unknown as OpenAI,
  },
];

describe.each(majors)('$name', ({ name, make }) => {
  const open = async (place = real()) => {
    const { apiKey, baseUrl } = await place.key(`${name} ${nth++}`);
    return make({ apiKey, baseURL: baseUrl });
  };
  /** The stub itself, without a gateway between. */
  const direct = () => make({ apiKey: real().direct.apiKey, baseURL: real().direct.baseUrl });

  it('gets what the provider itself answers, field by field', async () => {
    const body = { model: MODEL, input: ['as it is', 'field by field'], user: 'somebody' };
    for (const encoding_format of [undefined, 'float', 'base64'] as const) {
      for (const dimensions of [undefined, 512]) {
        const request = {
          ...body,
          ...(encoding_format === undefined ? {} : { encoding_format }),
          ...(dimensions === undefined ? {} : { dimensions }),
        };
        const through = await (await open()).embeddings.create(request);
        expect(through).toEqual(await direct().embeddings.create(request));
      }
    }
  });

  it('gets base64 of float32 where it asks for it, and numbers where it does not', async () => {
    const client = await open();
    const ask = async (encoding_format?: 'float' | 'base64') => {
      const { data } = await client.embeddings.create({
        model: MODEL,
        input: 'in both encodings',
        ...(encoding_format === undefined ? {} : { encoding_format }),
      });
      return data[0]!.embedding as unknown;
    };
    const base64 = await ask('base64');
    expect(base64).toEqual(expect.any(String));
    expect(Buffer.from(base64 as string, 'base64')).toHaveLength(1536 * 4);
    for (const numbers of [await ask('float'), await ask()]) {
      expectVectors([numbers as number[]], [truth('in both encodings')]);
    }
  });

  it('may send a text, texts, the ids of a text, or of several', async () => {
    const client = await open();
    const texts = ['The quick brown fox', 'naïve 日本語 🚚', ' leading space'];
    const forms: [string | string[] | number[] | number[][], string[]][] = [
      [texts[0]!, [texts[0]!]],
      [texts, texts],
      [idsOf(texts[1]!), [texts[1]!]],
      [texts.map(idsOf), texts],
    ];
    for (const [input, spelt] of forms) {
      const { data, usage } = await client.embeddings.create({ model: MODEL, input });
      expectVectors(
        data.map(({ embedding }) => embedding),
        spelt.map((text) => truth(text)),
      );
      expect(data.map(({ index }) => index)).toEqual(spelt.map((_, at) => at));
      const tokens = spelt.reduce((sum, text) => sum + idsOf(text).length, 0);
      expect(usage).toEqual({ prompt_tokens: tokens, total_tokens: tokens });
    }
  });

  it('may cut a long text into windows of ids anywhere, as LangChain does in Python', async () => {
    const ids = idsOf('👩‍👩‍👧‍👦 naïve … 日本語の長い文章 ..hello 1234567 don’t '.repeat(20));
    const windows = Array.from({ length: Math.ceil(ids.length / 7) }, (_, at) =>
      ids.slice(at * 7, at * 7 + 7),
    );
    const request = { model: MODEL, input: windows, encoding_format: 'float' as const };
    const through = await (await open()).embeddings.create(request);
    expect(through).toEqual(await direct().embeddings.create(request));
    const mocked = await (await open(mock())).embeddings.create(request);
    expect(mocked.usage.total_tokens).toBe(ids.length);
    expect(mocked.data.every(({ embedding }) => Math.abs(cosine(embedding, embedding) - 1) < 1e-9)).toBe(
      true,
    );
  });

  it('lists the models and finds one', async () => {
    const client = await open();
    const listed: string[] = [];
    for await (const model of client.models.list()) listed.push(model.id);
    expect(listed).toContain(MODEL);
    const found = await client.models.retrieve(MODEL);
    expect(found).toMatchObject({ id: MODEL, object: 'model', created: expect.any(Number) });
    await expect(client.models.retrieve('nobody')).rejects.toBeInstanceOf(
      name === 'openai 7' ? OpenAI.NotFoundError : OpenAI6.NotFoundError,
    );
  });

  it('finds ids, cost and space in the headers', async () => {
    const { response, request_id } = await (await open()).embeddings
      .create({ model: MODEL, input: 'look at my headers' })
      .withResponse();
    expect(response.headers.get('x-weighbridge-request-id')).toBe(request_id);
    expect(response.headers.get('x-weighbridge-cost-usd')).toBe('0.00000008');
    expect(response.headers.get('x-weighbridge-space')).toMatch(/text-embedding-3-small\/1536$/);
  });
});

describe('AI SDK', () => {
  it('reports usage, one text or many', async () => {
    const { apiKey, baseUrl } = await real().key('usage of the AI SDK');
    const model = createOpenAI({ apiKey, baseURL: baseUrl }).embedding(MODEL);
    const one = await embed({ model, value: 'how much?' });
    expect(one.usage.tokens).toBe(idsOf('how much?').length);
    const values = ['how much?', 'is that all?'];
    const many = await embedMany({ model, values });
    expect(many.usage.tokens).toBe(values.reduce((sum, text) => sum + idsOf(text).length, 0));
    expectVectors(many.embeddings, [truth('how much?'), truth('is that all?')]);
  });
});
