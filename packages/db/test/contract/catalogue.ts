import { describe, expect, it } from 'vitest';
import type { StoredModel, StoredPrice } from '../../src/index.ts';
import { DAY, type Open, type Scene, stageFor } from './stage.ts';

/** Keeping models and prices, whatever stands behind them. */
export function catalogueContract(open: Open): void {
  describe('prices', () => {
    const scene = stageFor(open);

    it('stand beside each other by their beginning, and a new one of the same takes the old one’s place', async () => {
      const s = scene();
      const { catalogue } = s.stores;
      const now = await catalogue.setPrice(aPrice(s), s.stamp());
      const later = aPrice(s, { fromAt: s.clock.at + DAY, nanoUsdPerToken: 9n });
      expect(await catalogue.setPrice(later, s.stamp())).toEqual(later);
      expect(await catalogue.setPrice(aPrice(s), s.stamp())).toEqual(now);
      const corrected = await catalogue.setPrice(aPrice(s, { nanoUsdPerToken: 8n }), s.stamp());
      expect(await catalogue.pricesOf(s.project)).toEqual([corrected, later]);
      const all = (await catalogue.prices()).filter(({ model }) => model === s.project);
      expect(all).toHaveLength(3);
      expect(all).toContainEqual({ ...now, removedAt: s.clock.at });
    });

    it('are removed once and stay in the history, with an audit line for each change', async () => {
      const s = scene();
      const { catalogue } = s.stores;
      const price = await catalogue.setPrice(
        aPrice(s, { nanoUsdPerToken: 20n }),
        s.stamp({ reason: 'the list' }),
      );
      await catalogue.setPrice(aPrice(s, { fromAt: s.clock.at + DAY, nanoUsdPerToken: 0n }), s.stamp());
      await catalogue.removePrice(price.id, s.stamp());
      await expect(catalogue.removePrice(price.id, s.stamp())).rejects.toMatchObject({ code: 'NOT_FOUND' });
      const began = `from ${new Date(s.clock.at).toISOString()}`;
      const { items } = await s.stores.audit.list({ limit: 10 });
      expect(items.filter(({ target }) => target === s.project)).toMatchObject([
        { action: 'price.remove', from: `$0.02 a million tokens ${began}`, to: null },
        { action: 'price.set', from: `$0.02 a million tokens ${began}`, to: expect.stringMatching('^free') },
        {
          action: 'price.set',
          from: null,
          to: `$0.02 a million tokens ${began}`,
          reason: 'the list',
        },
      ]);
    });

    it('are never negative', async () => {
      const s = scene();
      const negative = aPrice(s, { nanoUsdPerToken: -1n });
      await expect(s.stores.catalogue.setPrice(negative, s.stamp())).rejects.toThrow();
      expect(await s.stores.catalogue.pricesOf(s.project)).toEqual([]);
    });
  });

  describe('models', () => {
    const scene = stageFor(open);

    it('are defined with their price, changed under their name, and removed together', async () => {
      const s = scene();
      const { catalogue } = s.stores;
      const model = aModel(s);
      expect(await catalogue.model(model.id)).toBeUndefined();
      expect(await catalogue.defineModel(model, aPrice(s), s.stamp())).toEqual(model);
      expect(await catalogue.model(model.id)).toEqual(model);
      expect(await catalogue.pricesOf(model.id)).toHaveLength(1);
      s.clock.at += 5;
      const wider = { ...model, dimensions: 768, createdAt: s.clock.at };
      expect(await catalogue.defineModel(wider, undefined, s.stamp())).toEqual({
        ...wider,
        createdAt: model.createdAt,
      });
      expect((await catalogue.models()).filter(({ id }) => id === model.id)).toHaveLength(1);
      await catalogue.removeModel(model.id, s.stamp());
      expect(await catalogue.model(model.id)).toBeUndefined();
      expect(await catalogue.pricesOf(model.id)).toEqual([]);
      await expect(catalogue.removeModel(model.id, s.stamp())).rejects.toMatchObject({ code: 'NOT_FOUND' });
      const { items } = await s.stores.audit.list({ limit: 10 });
      expect(items.filter(({ target }) => target === model.id).map(({ action }) => action)).toEqual([
        'model.remove',
        'model.define',
        'price.set',
        'model.define',
      ]);
    });

    it('leave nothing when the price cannot stand', async () => {
      const s = scene();
      const bad = aPrice(s, { nanoUsdPerToken: -1n });
      await expect(s.stores.catalogue.defineModel(aModel(s), bad, s.stamp())).rejects.toThrow();
      expect(await s.stores.catalogue.model(s.project)).toBeUndefined();
    });
  });
}

function aPrice(s: Scene, changes: Partial<StoredPrice> = {}): StoredPrice {
  return {
    id: s.id('price'),
    model: s.project,
    fromAt: s.clock.at,
    nanoUsdPerToken: 7n,
    createdAt: s.clock.at,
    removedAt: null,
    ...changes,
  };
}

function aModel(s: Scene): StoredModel {
  return {
    id: s.project,
    dimensions: 1024,
    shortenable: false,
    unitNorm: true,
    tokenizer: 'unknown',
    maxInputs: 1000,
    maxTokensPerInput: 32_000,
    maxTokensPerRequest: 320_000,
    createdAt: s.clock.at,
  };
}
