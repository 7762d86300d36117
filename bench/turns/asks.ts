import { createTokenizer } from '@weighbridge/embeddings';

/** One request to the gateway. */
export interface Ask {
  name: string;
  path: string;
  body: unknown;
  headers?: Record<string, string>;
  /** Left as it is when left out. */
  mode?: 'mock' | 'real';
}

const MODEL = 'text-embedding-3-small';
const SENTENCE = 'the truck crosses a bridge ';

/** What each run sends. Texts differ from run to run, so that none is found in the cache unless its row says so. */
export function asksOf(run: number): Ask[] {
  const texts = (count: number, text: string) =>
    Array.from({ length: count }, (_, at) => `${run}.${at} ${text}`);
  const ordinary = texts(2048, SENTENCE.repeat(26));
  const short = texts(2048, SENTENCE);
  return [
    v1('2,048 texts of 140 tokens', ordinary, { mode: 'mock' }),
    v1('the same, found in the cache', ordinary),
    v1('the same, with decimals', ordinary, { encoding: 'float' }),
    v1('2,048 texts of 8 tokens', short),
    v1('2,048 equal texts', new Array(2048).fill(`${run} ${SENTENCE.repeat(26)}`)),
    v1('2,048 texts, with an idempotency key', texts(2048, `key ${SENTENCE.repeat(26)}`), {
      headers: { 'idempotency-key': `run-${run}` },
    }),
    v1('34 texts of 8 kB of slashes', texts(34, '/'.repeat(8000))),
    v1('2,048 texts of 400 letters', texts(2048, 'ab'.repeat(200))),
    v1('one text of a million letters', `${run}${'a'.repeat(1e6)}`),
    v1('one text of 20 million letters', `${run}${'a'.repeat(2e7)}`),
    v1('one text of 20 million blanks', `${run}${' '.repeat(2e7)}`),
    v1('one text of 15 million ideographs', `${run}${'中'.repeat(15e6)}`),
    v1('one text of 10 million escapes', `${run}${'\n'.repeat(1e7)}`),
    v1('one text of a million slashes', `${run}${'/'.repeat(1e6)}`),
    v1('one text of a million slashes, split', `${run} ${'/'.repeat(1e6)}`, {
      headers: { 'x-weighbridge-too-long': 'split', 'x-weighbridge-split': 'true' },
    }),
    v1('200 texts of 9,000 tokens, truncated', texts(200, SENTENCE.repeat(1800)), {
      headers: { 'x-weighbridge-too-long': 'truncate', 'x-weighbridge-split': 'true' },
    }),
    v1('2,048 texts that are too long', texts(2048, SENTENCE.repeat(400).padEnd(9000 * 3, ' a'))),
    v1('34,000 texts', texts(34_000, SENTENCE.repeat(30))),
    v1('340,000 empty objects', new Array(340_000).fill({})),
    v1('85,000 empty objects', new Array(85_000).fill({})),
    v1('a million texts of a letter', new Array(1e6).fill('a')),
    ...ofIds(run),
    trpc('2,048 texts', 'embed', { inputs: texts(2048, `trpc ${SENTENCE.repeat(26)}`) }),
    trpc('2,048 texts, with decimals', 'embed', {
      inputs: texts(2048, `trpc floats ${SENTENCE.repeat(26)}`),
      encoding: 'float',
    }),
    trpc('10,000 texts', 'embed', { inputs: texts(10_000, `trpc ${SENTENCE.repeat(26)}`), split: true }),
    trpc('one text of 20 million letters', 'embed', { inputs: ['a'.repeat(2e7)] }),
    trpc('60,000 texts', 'countTokens', { inputs: texts(60_000, SENTENCE.repeat(26)) }),
    trpc('60,000 texts', 'quote', { inputs: texts(60_000, SENTENCE.repeat(26)) }),
    {
      name: 'bulk: 2,048 texts',
      path: '/bulk/embeddings',
      body: { model: MODEL, inputs: texts(2048, `bulk ${SENTENCE.repeat(26)}`) },
    },
    {
      name: 'bulk: 16,000 texts',
      path: '/bulk/embeddings',
      body: { model: MODEL, inputs: texts(16_000, `bulk ${SENTENCE.repeat(26)}`), split: true },
    },
    {
      name: 'bulk: 100,000 texts',
      path: '/bulk/embeddings',
      body: { model: MODEL, dimensions: 256, inputs: texts(100_000, 'bulk'), split: true },
    },
    {
      name: 'embed, in a batch: 2,048 texts',
      path: '/trpc/embeddings.embed?batch=1',
      body: { 0: { model: MODEL, inputs: texts(2048, `batch ${SENTENCE}`) } },
    },
    trpc('100,000 numbers', 'countTokens', { inputs: new Array(100_000).fill(1) }),
    v1('2,048 texts of 140 tokens, from a provider', texts(2048, `real ${SENTENCE.repeat(26)}`), {
      mode: 'real',
    }),
    v1('the provider’s, found in the cache', texts(2048, `real ${SENTENCE.repeat(26)}`)),
  ];
}

function v1(
  name: string,
  input: unknown,
  { encoding = 'base64', ...more }: Partial<Ask> & { encoding?: 'base64' | 'float' } = {},
): Ask {
  return { name, path: '/v1/embeddings', body: { model: MODEL, encoding_format: encoding, input }, ...more };
}

function trpc(name: string, verb: string, input: object): Ask {
  return { name: `${verb}: ${name}`, path: `/trpc/embeddings.${verb}`, body: { model: MODEL, ...input } };
}

function ofIds(run: number): Ask[] {
  const tokenizer = createTokenizer();
  const ids = [...tokenizer.encode(SENTENCE.repeat(30))];
  const slashes = [...tokenizer.encode('/'.repeat(8191 * 64)).slice(0, 8190)];
  const lists = Array.from({ length: 2048 }, (_, at) => [...ids.slice(10), run, at % 100]);
  return [
    v1('2,048 lists of token ids', lists),
    v1(
      '2,048 lists of ids of no text',
      Array.from({ length: 2048 }, (_, at) => [1, 1, run, at % 1000, ...ids.slice(0, 100)]),
    ),
    v1('token ids of half a million slashes', [[...slashes, run]]),
    v1(
      '10 million token ids in one list',
      Array.from({ length: 1e7 }, (_, at) => at % 9),
    ),
    v1(
      'a million token ids in one list',
      Array.from({ length: 1e6 }, (_, at) => at % 9),
    ),
    v1(
      '10 million token ids in 1,250 lists',
      Array.from({ length: 1250 }, () => Array.from({ length: 8000 }, (_, at) => (at + run) % 9)),
    ),
    v1(
      'a million lists of one token id',
      Array.from({ length: 1e6 }, () => [1]),
    ),
  ];
}
