import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collect } from '../../test/collect.ts';
import { batchesOf, utf8Length } from './batches.ts';

test('every item is in exactly one batch, in order, within the limits', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 20 }), { maxLength: 60 }),
      fc.record({ maxInputs: fc.integer({ min: 1, max: 8 }), maxBytes: fc.integer({ min: 1, max: 60 }) }),
      fc.integer({ min: 0, max: 10 }),
      async (texts, limits, startAt) => {
        const batches = await collect(batchesOf(texts, { ...limits, startAt }));
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
