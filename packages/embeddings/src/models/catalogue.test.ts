import { describe, expect, it } from 'vitest';
import { type EmbeddingModel, findModel, priceAt, resolveDimensions } from './catalogue.ts';

const small = findModel('text-embedding-3-small');

describe('models', () => {
  it('prices a million tokens of each model as OpenAI does', () => {
    const million = (id: string) => priceAt(findModel(id), Date.parse('2026-01-01T00:00:00Z')) * 1_000_000n;
    expect(million('text-embedding-3-small')).toBe(20_000_000n);
    expect(million('text-embedding-3-large')).toBe(130_000_000n);
    expect(million('text-embedding-ada-002')).toBe(100_000_000n);
  });

  it('uses the price that holds at an instant, whatever the order they stand in', () => {
    const dated: EmbeddingModel = {
      ...small,
      prices: [
        { from: '2027-01-01T00:00:00Z', nanoUsdPerToken: 3n },
        { from: '2025-01-01T00:00:00Z', nanoUsdPerToken: 1n },
        { from: '2026-01-01T00:00:00Z', nanoUsdPerToken: 2n },
      ],
    };
    const at = (text: string) => priceAt(dated, Date.parse(text));
    expect([at('2025-06-01T00:00:00Z'), at('2026-01-01T00:00:00Z'), at('2030-01-01T00:00:00Z')]).toEqual([
      1n,
      2n,
      3n,
    ]);
    expect(() => at('2024-01-01T00:00:00Z')).toThrow(expect.objectContaining({ code: 'MODEL_NOT_PRICED' }));
  });

  it('names what there is when a model is unknown', () => {
    expect(() => findModel('ada')).toThrow(
      expect.objectContaining({
        code: 'UNKNOWN_MODEL',
        message: expect.stringContaining('text-embedding-3-small'),
      }),
    );
  });

  it.each([undefined, 1, 256, 1536])('gives %s dimensions', (asked) => {
    expect(resolveDimensions(small, asked)).toBe(asked ?? 1536);
  });

  it.each([1536, 512])('refuses %s dimensions where the model has none to choose', (asked) => {
    const ada = findModel('text-embedding-ada-002');
    expect(resolveDimensions(ada, undefined)).toBe(1536);
    expect(() => resolveDimensions(ada, asked)).toThrow(
      expect.objectContaining({
        code: 'INVALID_DIMENSIONS',
        facts: expect.objectContaining({ dimensions: asked, allowed: [1536] }),
      }),
    );
  });

  it.each([0, -1, 1.5, 1537, Number.NaN])('refuses %s dimensions', (asked) => {
    expect(() => resolveDimensions(small, asked)).toThrow(
      expect.objectContaining({ code: 'INVALID_DIMENSIONS' }),
    );
  });
});
