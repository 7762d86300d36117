import { ContextOverflowError } from '@langchain/core/errors';
import { describe, expect, it } from 'vitest';
import { LIBRARIES, type Library, OPENAI_LIBRARIES } from '../src/clients/index.ts';
import { langchain } from '../src/clients/langchain.ts';
import type { LibraryOptions } from '../src/clients/library.ts';
import { llamaindex } from '../src/clients/llamaindex.ts';
import { openai, openai6 } from '../src/clients/openai.ts';
import { weighbridge } from '../src/clients/weighbridge.ts';
import { failureOf } from './failure.ts';
import { expectVectors, sharedPlace, truth } from './shared.ts';

const real = sharedPlace({ mode: 'real', retry: { maxAttempts: 1 } });

const TOO_LONG = 'word '.repeat(8193);

interface Situation {
  what: string;
  texts: readonly string[];
  options?: Partial<LibraryOptions>;
  status: number;
  /** The class of the official SDK, in every version. */
  class: string;
  code: string | null;
  /** What our own client calls it. */
  ours: string;
}

const situations: Situation[] = [
  {
    what: 'a key that is not known',
    texts: ['a'],
    options: { apiKey: 'wb_nobody' },
    status: 401,
    class: 'AuthenticationError',
    code: 'invalid_api_key',
    ours: 'INVALID_KEY',
  },
  {
    what: 'an unknown model',
    texts: ['a'],
    options: { model: 'text-embedding-9' },
    status: 404,
    class: 'NotFoundError',
    code: 'model_not_found',
    ours: 'UNKNOWN_MODEL',
  },
  {
    what: 'an empty text',
    texts: ['fine', ''],
    status: 400,
    class: 'BadRequestError',
    code: 'empty_input',
    ours: 'EMPTY_INPUT',
  },
  {
    what: 'too many dimensions',
    texts: ['a'],
    options: { dimensions: 1537 },
    status: 400,
    class: 'BadRequestError',
    code: 'invalid_dimensions',
    ours: 'INVALID_DIMENSIONS',
  },
];

/** Libraries that carry the official SDK throw its classes. */
function classFrom({ name }: Library, official: string): string {
  if (name.startsWith('AI SDK')) return 'APICallError';
  return name === weighbridge.name ? 'WeighbridgeClientError' : official;
}

describe.each(LIBRARIES)('$name', (library) => {
  it.each(situations)('fails once, in its own class, for $what', async (situation) => {
    const place = real();
    const key = await place.key(`${situation.what} from ${library.name}`);
    const before = place.visits().length;
    const failure = await failureOf(library.open({ ...key, ...situation.options }).embed(situation.texts));
    const isOurs = library === weighbridge;
    expect(failure).toMatchObject({
      name: classFrom(library, situation.class),
      status: isOurs ? undefined : situation.status,
      code: isOurs ? situation.ours : situation.code,
    });
    await expect.poll(() => place.visits().slice(before)).toHaveLength(1);
  });

  it('fails for a text that is too long, in words that say so', async () => {
    const place = real();
    const key = await place.key(`too long for ${library.name}`);
    const call = library.open(key).embed(['fine', TOO_LONG]);
    if (library === llamaindex) {
      // It cuts the text itself, before anything is sent, and tells nobody.
      expect(await call).toHaveLength(2);
      return;
    }
    const failure = await failureOf(call);
    expect(failure.message).toContain('8192 tokens');
    if (library === weighbridge) expect(failure.code).toBe('INPUT_TOO_LONG');
    else if (library === langchain) expect(failure.name).toBe('ContextOverflowError');
    else expect(failure).toMatchObject({ status: 400, code: 'context_length_exceeded' });
    await expect.poll(() => key.visits().map(({ status }) => status)).toEqual([400]);
  });

  it('goes on where it was, once a limit in the way is gone', async () => {
    const { admin, ...place } = real();
    const project = `poor ${library.name}`;
    const key = await place.key(project);
    const budget = await admin.budgets.create.mutate({
      scope: `project:${project}`,
      window: 'total',
      limitNanoUsd: '1',
    });
    const client = library.open({ ...key, maxRetries: 0 });
    const failure = await failureOf(client.embed(['costs more than a nano-dollar']));
    expect(failure.name).toBe(classFrom(library, 'RateLimitError'));
    await admin.budgets.remove.mutate({ id: budget.id });
    expectVectors(await client.embed(['now it passes']), [truth('now it passes')]);
  });
});

describe('LangChain.js', () => {
  it('tells an over-long context from other errors, as chains do that fall back', async () => {
    const client = langchain.open(await real().key('overflow'));
    const thrown = await client.embed([TOO_LONG]).catch((error: unknown) => error);
    expect(ContextOverflowError.isInstance(thrown)).toBe(true);
    const other = await client.embed(['']).catch((error: unknown) => error);
    expect(ContextOverflowError.isInstance(other)).toBe(false);
  });
});

describe('a body larger than any request may be', () => {
  // LlamaIndexTS would count its tokens first, which takes it hours.
  it.each(OPENAI_LIBRARIES.filter((library) => library !== llamaindex))('from $name', async (library) => {
    const place = real();
    const key = await place.key(`large from ${library.name}`);
    const failure = await failureOf(
      library.open({ ...key, maxRetries: 0 }).embed(['x'.repeat(65 * 2 ** 20)]),
    );
    expect(failure.status).toBe(413);
    expect(failure.code).toBe('request_too_large');
  });
});

describe('what only the SDK shows', () => {
  it.each([openai, openai6])('$name: message, type, param, code, headers and request id', async (library) => {
    const key = await real().key(`anatomy by ${library.name}`);
    const thrown = await library
      .open(key)
      .embed(['fine', ''])
      .catch((error: unknown) => error);
    expect(thrown).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      param: 'input',
      code: 'empty_input',
      requestID: expect.stringMatching(/\S/),
      error: { message: expect.stringContaining('Input 1'), type: 'invalid_request_error' },
    });
    const { headers } = thrown as { headers: Headers };
    expect(headers.get('x-should-retry')).toBe('false');
    expect(headers.get('x-weighbridge-error')).toBe('EMPTY_INPUT');
  });
});
