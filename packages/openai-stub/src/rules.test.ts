import { request } from 'node:http';
import { get_encoding } from 'tiktoken';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KEY, post, postJson, SMALL } from '../test/requests.ts';
import { type Stub, sha256Of, startStub } from './index.ts';

let stub: Stub;
beforeAll(async () => {
  stub = await startStub();
});
afterAll(async () => {
  await stub.close();
});

const refused = (message: string, rest: { type?: string; code?: string } = {}) => ({
  error: { message, type: rest.type ?? 'invalid_request_error', param: null, code: rest.code ?? null },
});

const INVALID_INPUT = refused(
  "'$.input' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.",
);

/** 200 tokens. */
const TWO_HUNDRED = ' word'.repeat(200);

const REFUSALS: [name: string, body: unknown, status: number, answer: unknown][] = [
  ['no model', { input: 'a' }, 400, refused('you must provide a model parameter')],
  ['an empty model', { model: '', input: 'a' }, 400, refused('you must provide a model parameter')],
  ['a number as model', { model: 3, input: 'a' }, 400, refused("3 is not of type 'string' - 'model'")],
  [
    'an unknown model',
    { model: 'gpt-4', input: 'a' },
    404,
    refused('The model `gpt-4` does not exist or you do not have access to it.', { code: 'model_not_found' }),
  ],
  [
    'a model that is a property of every object',
    { model: 'constructor', input: 'a' },
    404,
    refused('The model `constructor` does not exist or you do not have access to it.', {
      code: 'model_not_found',
    }),
  ],
  ['no input', { model: SMALL }, 400, refused("'input' is a required property")],
  ['null as input', { model: SMALL, input: null }, 400, INVALID_INPUT],
  ['an object as input', { model: SMALL, input: { a: 1 } }, 400, INVALID_INPUT],
  ['a number as input', { model: SMALL, input: 12 }, 400, INVALID_INPUT],
  ['mixed inputs', { model: SMALL, input: ['a', 1] }, 400, INVALID_INPUT],
  ['null among inputs', { model: SMALL, input: ['a', null] }, 400, INVALID_INPUT],
  ['nested texts', { model: SMALL, input: [['a']] }, 400, INVALID_INPUT],
  ['an unknown token', { model: SMALL, input: [100_256] }, 400, INVALID_INPUT],
  ['a negative token', { model: SMALL, input: [[1], [-1]] }, 400, INVALID_INPUT],
  [
    'an empty text',
    { model: SMALL, input: '' },
    400,
    refused("Invalid 'input[0]': input cannot be an empty string."),
  ],
  [
    'one empty text in a batch',
    { model: SMALL, input: ['a', 'b', '', 'c'] },
    400,
    refused("Invalid 'input[2]': input cannot be an empty string."),
  ],
  [
    'an empty array',
    { model: SMALL, input: [] },
    400,
    refused("Invalid 'input': input cannot be an empty array."),
  ],
  [
    'an empty array of tokens',
    { model: SMALL, input: [[1], []] },
    400,
    refused("Invalid 'input[1]': input cannot be an empty array."),
  ],
  [
    '2,049 inputs',
    { model: SMALL, input: Array.from({ length: 2049 }, () => 'a') },
    400,
    refused("Invalid 'input': array length must be 2048 or less."),
  ],
  [
    'a text of 8,193 tokens',
    { model: SMALL, input: ['a', 'b', 'c', ' word'.repeat(8193)] },
    400,
    refused("Invalid 'input[3]': maximum input length is 8192 tokens."),
  ],
  [
    'a hopelessly long text',
    { model: SMALL, input: 'x'.repeat(2_000_000) },
    400,
    refused("Invalid 'input[0]': maximum input length is 8192 tokens."),
  ],
  [
    '8,193 token ids',
    { model: SMALL, input: Array.from({ length: 8193 }, () => 1) },
    400,
    refused("Invalid 'input[0]': maximum input length is 8192 tokens."),
  ],
  [
    '300,200 tokens in sum',
    { model: SMALL, input: Array.from({ length: 1501 }, () => TWO_HUNDRED) },
    400,
    refused('Requested 300200 tokens, max 300000 tokens per request', {
      type: 'max_tokens_per_request',
      code: 'max_tokens_per_request',
    }),
  ],
  [
    'dimensions above the model’s',
    { model: SMALL, input: 'a', dimensions: 1537 },
    400,
    refused("Invalid value for 'dimensions' = 1537. Must be less than or equal to 1536."),
  ],
  [
    'zero dimensions',
    { model: SMALL, input: 'a', dimensions: 0 },
    400,
    refused("0 is less than the minimum of 1 - 'dimensions'"),
  ],
  [
    'half a dimension',
    { model: SMALL, input: 'a', dimensions: 1.5 },
    400,
    refused("1.5 is not of type 'integer' - 'dimensions'"),
  ],
  [
    'dimensions as text',
    { model: SMALL, input: 'a', dimensions: '256' },
    400,
    refused("\"256\" is not of type 'integer' - 'dimensions'"),
  ],
  [
    'dimensions for ada-002, even its own',
    { model: 'text-embedding-ada-002', input: 'a', dimensions: 1536 },
    400,
    refused('This model does not support specifying dimensions.'),
  ],
  [
    'an unknown encoding',
    { model: SMALL, input: 'a', encoding_format: 'hex' },
    400,
    refused("Invalid value for 'encoding_format' = hex. Supported values: ['float', 'base64']."),
  ],
  [
    'a number as user',
    { model: SMALL, input: 'a', user: 1 },
    400,
    refused("1 is not of type 'string' - 'user'"),
  ],
  [
    'an unknown parameter',
    { model: SMALL, input: 'a', input_type: 'query' },
    400,
    refused('Unrecognized request argument supplied: input_type'),
  ],
];

const UNPARSABLE: [name: string, body: string | Uint8Array][] = [
  ['broken JSON', '{"model":'],
  ['an array', '[]'],
  ['nothing', ''],
  ['a lone surrogate', `{"model":"${SMALL}","input":"\\ud83d"}`],
  ['bytes that are not UTF-8', Buffer.from(`{"model":"${SMALL}","input":"\xff"}`, 'latin1')],
];

const ACCEPTED: [name: string, input: unknown, tokens: number][] = [
  ['a text', 'hello world', 2],
  ['a space', ' ', 1],
  ['a newline', '\n', 1],
  ['texts, one twice', ['a', 'b', 'a'], 3],
  ['the name of a special token, as plain text', '<|endoftext|>', 7],
  ['token ids', [15339, 1917], 2],
  ['lists of token ids', [[15339, 1917], [15339]], 3],
  ['2,048 texts', Array.from({ length: 2048 }, (_, i) => (i % 2 === 0 ? 'a' : 'b')), 2048],
  ['a text of exactly 8,192 tokens', ' word'.repeat(8192), 8192],
  ['exactly 300,000 tokens in sum', Array.from({ length: 1500 }, () => TWO_HUNDRED), 300_000],
];

describe('POST /v1/embeddings refuses', () => {
  it.each(REFUSALS)('%s', async (_name, body, status, answer) => {
    const before = stub.journal.entries().length;
    const response = await post(stub, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual(answer);
    expect(response.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
    const entries = stub.journal.entries().slice(before);
    expect(entries).toMatchObject([
      { status, billed: false, billedTokens: 0, billedNanoUsd: '0', fault: null },
    ]);
  });

  it.each(UNPARSABLE)('%s', async (_name, body) => {
    const response = await post(stub, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { message: expect.stringMatching(/^We could not parse the JSON body of your request\./) },
    });
  });

  it('a body that is not declared as JSON', async () => {
    const response = await post(
      stub,
      { model: SMALL, input: 'a' },
      { headers: { 'content-type': 'text/plain' } },
    );
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual(refused('you must provide a model parameter'));
  });

  it('a body that is too large, and lets the client see it', async () => {
    const strict = await startStub({ limits: { maxBodyBytes: 1000 } });
    const body = JSON.stringify({ model: SMALL, input: 'x'.repeat(1_000_000) });
    const response = await post(strict, body);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { code: 'request_too_large' } });
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const chunked = request(`${strict.baseUrl}/embeddings`, { method: 'POST' }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      chunked.setHeader('authorization', `Bearer ${KEY}`);
      chunked.setHeader('content-type', 'application/json');
      chunked.on('error', reject);
      chunked.write(body.slice(0, 500_000));
      chunked.end(body.slice(500_000));
    });
    expect(status).toBe(413);
    await strict.close();
  });
});

describe('POST /v1/embeddings accepts', () => {
  it.each(ACCEPTED)('%s', async (_name, input, tokens) => {
    const list = await postJson(stub, { model: SMALL, input, dimensions: 8, encoding_format: 'base64' });
    expect(list).toMatchObject({
      object: 'list',
      model: SMALL,
      usage: { prompt_tokens: tokens, total_tokens: tokens },
    });
    const count = stub.journal.entries().at(-1)!.inputs;
    expect(list.data.map(({ index }) => index)).toEqual([...Array(count).keys()]);
  });

  it('null for what is optional', async () => {
    const body = { model: SMALL, input: 'a', dimensions: null, encoding_format: null, user: 'someone' };
    expect((await post(stub, body)).status).toBe(200);
  });

  it('overridden limits and models', async () => {
    const custom = await startStub({
      limits: { maxInputs: 2, maxInputTokens: 3, maxRequestTokens: 5 },
      models: { tiny: { dimensions: 4, shortens: true, nanoUsdPerToken: 7, created: 0 } },
    });
    const messageOf = async (body: unknown) =>
      ((await (await post(custom, body)).json()) as { error?: { message: string } }).error?.message;
    expect(await messageOf({ model: 'tiny', input: ['a', 'b', 'c'] })).toContain('2 or less');
    expect(await messageOf({ model: 'tiny', input: 'a b c d' })).toContain('3 tokens');
    expect(await messageOf({ model: 'tiny', input: ['a b c', 'a b c'] })).toContain('max 5 tokens');
    expect(await messageOf({ model: SMALL, input: 'a' })).toContain('does not exist');
    expect(await messageOf({ model: 'tiny', input: 'a b' })).toBeUndefined();
    expect(custom.journal.entries().at(-1)).toMatchObject({ tokens: 2, billedNanoUsd: '14', dimensions: 4 });
    await custom.close();
  });
});

describe('usage', () => {
  it('equals tiktoken on many languages, and the price is tokens × the model’s', async () => {
    const tiktoken = get_encoding('cl100k_base');
    const input = [
      'Hello!',
      'Übermäßig',
      'Съешь же',
      '我能吞下玻璃',
      'いろは',
      'نص حكيم',
      '👩‍👩‍👧',
      'a'.repeat(2000),
    ];
    const counts = input.map((text) => tiktoken.encode_ordinary(text).length);
    tiktoken.free();
    const tokens = counts.reduce((sum, count) => sum + count, 0);
    for (const [model, price] of [
      [SMALL, 20],
      ['text-embedding-3-large', 130],
      ['text-embedding-ada-002', 100],
    ] as const) {
      const list = await postJson(stub, { model, input, encoding_format: 'base64' });
      expect(list.usage).toEqual({ prompt_tokens: tokens, total_tokens: tokens });
      expect(stub.journal.entries().at(-1)).toMatchObject({
        model,
        tokens,
        billed: true,
        billedTokens: tokens,
        billedNanoUsd: String(tokens * price),
        sha256: input.map((text) => sha256Of(text)),
      });
    }
  });
});
