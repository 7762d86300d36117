import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type EngineBench, engineBench } from '../../test/engine-bench.ts';
import { MODELS } from '../models/catalogue.ts';
import { fixedCatalogue } from '../models/fixed-catalogue.ts';
import { createTokenizer } from '../tokenizer/index.ts';
import { weightedAverage } from './weighted-average.ts';

vi.setConfig({ testTimeout: 60_000 });

const SAFE = 8;
const models = MODELS.map((model) => ({
  ...model,
  limits: { ...model.limits, maxTokensPerInput: 10, safeTokensPerInput: SAFE },
}));
const tokenizer = createTokenizer();

let bench: EngineBench;
beforeAll(async () => {
  bench = await engineBench({ mode: 'mock', deps: { models: fixedCatalogue(models) } });
});
afterAll(() => bench.close());

// Few words, so that windows come again; of every width, so that a cut could fall inside a character.
const text = fc
  .array(fc.constantFrom('word ', ' Übung', '中文', '👩‍👩‍👧', '\n\n', 'aaaaaaaa', '12345', '𠀀'), {
    minLength: 1,
    maxLength: 30,
  })
  .map((parts) => parts.join(''));

it('whatever the texts: what is sent fits, nothing is lost unsaid, and every vector is that of its pieces', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { minLength: 1, maxLength: 6 }),
      fc.constantFrom('truncate' as const, 'split' as const),
      async (texts, tooLong) => {
        const options = { tooLong, dimensions: 16 };
        const answer = await bench.embed(texts, options);
        const pieces = texts.map((given) => {
          const windows = tokenizer.split(given, SAFE);
          return tooLong === 'split' ? windows : windows.slice(0, 1);
        });
        const alone = await bench.embed(
          pieces.flat().map((piece) => piece.text),
          { dimensions: 16 },
        );
        expect(alone.cachedInputs).toBe(pieces.flat().length);
        let at = 0;
        for (const [index, item] of answer.items.entries()) {
          const own = pieces[index]!;
          const vectors = own.map(() => alone.items[at++]!.vector!);
          const sent = own.reduce((sum, { tokens }) => sum + tokens, 0);
          expect(own.every((piece) => piece.text.isWellFormed())).toBe(true);
          expect(item).toMatchObject({ index, tokens: sent, windows: own.length });
          expect(item.truncatedTokens).toBe(
            tooLong === 'truncate' ? tokenizer.count(texts[index]!) - sent : 0,
          );
          const expected =
            own.length === 1
              ? vectors[0]
              : weightedAverage(
                  vectors,
                  own.map(({ tokens }) => tokens),
                );
          expect(item.vector).toEqual(expected);
          expect(Math.hypot(...item.vector!)).toBeCloseTo(1, 5);
        }
        expect(answer.tokens).toBe(answer.items.reduce((sum, { tokens }) => sum + tokens, 0));
      },
    ),
    { numRuns: 60 },
  );
});
