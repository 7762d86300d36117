import { describe, expect, it } from 'vitest';
import { LIBRARIES } from '../src/clients/index.ts';
import { expectVectors, sharedPlace, truth } from './shared.ts';

const mock = sharedPlace({ mode: 'mock' });
const real = sharedPlace({ mode: 'real' });

const UNICODE = [
  'plain words',
  'naïve café, ﬁne',
  '日本語の文章と한국어',
  'مرحبا بالعالم',
  '👩‍👩‍👧‍👦 🏳️‍🌈 🇩🇪',
  'z̶̢̛a̸͔͝l̵̰͌g̴̱̈́o̷̲͒',
  'line one\nline two\r\nline three\ttab',
  '<|endoftext|> and <|im_start|>',
];

/** Dimensions that keep thousands of vectors cheap to carry. */
const FEW = 64;

describe.each(LIBRARIES)('$name', (library) => {
  const { name, sends, batch } = library;

  it('gets the provider’s own vectors in the order of the texts', async () => {
    const key = await real().key(`order of ${name}`);
    const texts = [...UNICODE, 'plain words', ...[...UNICODE].reverse()].map((text) => `${name} ${text}`);
    const vectors = await library.open(key).embed(texts);
    expectVectors(
      vectors,
      texts.map((text) => truth(sends(text))),
    );
  });

  it('gets the mock’s vectors in mock mode, free', async () => {
    const key = await mock().key(`mock of ${name}`);
    const vectors = await library.open(key).embed(UNICODE);
    const { floats } = await mock().admin.embeddings.embed.mutate({
      inputs: UNICODE.map(sends),
      encoding: 'float',
    });
    expectVectors(
      vectors,
      floats!.map((vector) => vector ?? []),
    );
    expect(mock().stub.journal.entries()).toEqual([]);
  });

  it('gets the dimensions it asks for', async () => {
    const key = await real().key(`dimensions of ${name}`);
    const texts = ['first', 'second', 'third'];
    const vectors = await library.open({ ...key, dimensions: 256 }).embed(texts);
    expectVectors(
      vectors,
      texts.map((text) => truth(text, 256)),
    );
  });

  it.each([1, 2048, 5000])('takes %d texts, and the ledger is the bill', async (count) => {
    const { admin, ...place } = real();
    const project = `${count} from ${name}`;
    const key = await place.key(project);
    const before = place.journal().length;
    const texts = Array.from({ length: count }, (_, at) => `${project}, number ${at}`);
    const vectors = await library.open({ ...key, dimensions: FEW }).embed(texts);
    expectVectors(
      vectors,
      texts.map((text) => truth(text, FEW)),
    );
    const asked = Math.ceil(count / Math.min(batch, count));
    await expect.poll(() => key.visits().map(({ status }) => status)).toEqual(Array(asked).fill(200));
    const billed = place.journal().slice(before);
    await expect
      .poll(async () => (await admin.spend.summary.query({ project })).month)
      .toMatchObject({
        heldNanoUsd: '0',
        uncertainNanoUsd: '0',
        requests: billed.length,
        settledTokens: billed.reduce((sum, { billedTokens }) => sum + billedTokens, 0),
      });
  });
});
