import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collect } from '../../test/collect.ts';
import { batchesOf, utf8Length } from './batches.ts';
import { CallSize } from './call-size.ts';

test('every item is in exactly one batch, in order, within the limits', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 60 }),
      fc.record({ maxInputs: fc.integer({ min: 1, max: 8 }), maxBytes: fc.integer({ min: 1, max: 60 }) }),
      fc.integer({ min: 0, max: 10 }),
      async (texts, limits, startAt) => {
        const batches = await collect(batchesOf(texts, limits, startAt));
        expect(batches.flatMap(({ inputs }) => inputs)).toEqual(texts.slice(startAt));
        let position = startAt;
        for (const batch of batches) {
          expect(batch.position).toBe(position);
          position += batch.items.length;
          expect(batch.items.length).toBeLessThanOrEqual(limits.maxInputs);
          const bytes = Buffer.byteLength(batch.inputs.join(''));
          expect(batch.items.length === 1 || bytes <= limits.maxBytes).toBe(true);
        }
      },
    ),
    { numRuns: 100 },
  );
});

test.each([
  ['one text', 'abc', 0, /one text, of which each character/],
  ['nothing', undefined, 0, /must be an array/],
  ['a number', 7, 0, /must be an array/],
  ['a start before the first', ['a'], -1, /"startAt" is -1/],
  ['a start that is no number', ['a'], Number.NaN, /"startAt" is NaN/],
])('%s is refused before anything is asked for', async (_name, source, startAt, message) => {
  const limits = { maxInputs: 8, maxBytes: 60 };
  await expect(collect(batchesOf(source as string[], limits, startAt))).rejects.toMatchObject({
    code: 'INVALID_REQUEST',
    message: expect.stringMatching(message),
  });
});

test('an item without a text is left to the gateway, which names it', async () => {
  const items = ['a', null, { text: 'b' }] as string[];
  const [batch] = await collect(batchesOf(items, { maxInputs: 8, maxBytes: 60 }));
  expect(batch?.inputs).toEqual(['a', undefined, 'b']);
});

test('a text weighs what it has in UTF-8, halves of characters included', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((u) => String.fromCharCode(u)) }),
      (text) => {
        expect(utf8Length(text)).toBe(Buffer.byteLength(text));
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  ['chunks of 200 tokens of prose', 900, 4.5],
  ['chunks of 1,000 tokens', 4500, 4.5],
  ['Chinese', 600, 2.6],
  ['short lines', 60, 4.2],
])('calls fill whole requests: %s', async (_name, meanBytes, bytesPerToken) => {
  let seed = 7;
  const random = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return seed / 0x7fffffff;
  };
  const texts = Array.from({ length: 30_000 }, () => 'x'.repeat(Math.ceil(meanBytes * (0.5 + random()))));
  const size = new CallSize({});
  let [calls, requests, total] = [0, 0, 0];
  for await (const { inputs, bytes } of batchesOf(texts, size)) {
    const tokens = Math.round((bytes / bytesPerToken) * (0.995 + random() / 100));
    size.learn(inputs.length, bytes, tokens);
    calls += 1;
    requests += Math.max(1, Math.ceil(tokens / 300_000));
    total += tokens;
  }
  const least = Math.max(texts.length / 2048, total / 300_000);
  // The first call is cut before anything is known, and the last one ends where the source does.
  expect(requests).toBeLessThanOrEqual(least * 1.03 + 2);
  expect(calls).toBeGreaterThan(requests / 4);
});
