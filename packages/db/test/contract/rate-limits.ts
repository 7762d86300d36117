import { describe, expect, it } from 'vitest';
import type { StoredRateLimit } from '../../src/index.ts';
import { type Open, type Scene, stageFor } from './stage.ts';

/** Keeping rate limits of our own, whatever stands behind them. */
export function rateLimitContract(open: Open): void {
  describe('rate limits', () => {
    const scene = stageFor(open);

    it('are kept, and changed under the same id', async () => {
      const s = scene();
      const { rateLimits } = s.stores;
      const first = aLimit(s);
      expect(await rateLimits.set(first, s.stamp())).toEqual(first);
      const again = aLimit(s, { limit: 9, createdAt: s.clock.at + 5 });
      expect(await rateLimits.set(again, s.stamp())).toEqual({ ...first, limit: 9 });
      const listed = (await rateLimits.list()).filter(({ scope }) => scope === first.scope);
      expect(listed).toEqual([{ ...first, limit: 9 }]);
    });

    it('stand beside each other by scope, metric and period', async () => {
      const s = scene();
      const { rateLimits } = s.stores;
      const own = `project:${s.project}`;
      const limits = [
        aLimit(s),
        aLimit(s, { period: 'hour' }),
        aLimit(s, { metric: 'tokens' }),
        aLimit(s, { scope: `key:${s.project}` }),
        aLimit(s, { scope: `${own}-2` }),
      ];
      for (const limit of limits) await rateLimits.set(limit, s.stamp());
      const found = await rateLimits.inScopes(['global', own, `key:${s.project}`]);
      expect(found).toHaveLength(4);
      expect(found).toEqual(expect.arrayContaining(limits.slice(0, 4)));
      expect(await rateLimits.inScopes([])).toEqual([]);
      const listed = (await rateLimits.list()).filter(({ scope }) => scope === own);
      expect(listed.map(({ metric, period }) => `${metric} ${period}`)).toEqual([
        'requests hour',
        'requests minute',
        'tokens minute',
      ]);
    });

    it('are removed once', async () => {
      const s = scene();
      const { rateLimits } = s.stores;
      const { id, scope } = await rateLimits.set(aLimit(s), s.stamp());
      await rateLimits.remove(id, s.stamp());
      expect(await rateLimits.inScopes([scope])).toEqual([]);
      await expect(rateLimits.remove(id, s.stamp())).rejects.toMatchObject({
        code: 'NOT_FOUND',
        facts: { what: 'rate limit', id },
      });
    });

    it('leave an audit line for each change, and none for the same limit again', async () => {
      const s = scene();
      const { rateLimits } = s.stores;
      const why = s.stamp({ actor: 'cli', reason: 'a loop ran wild', correlationId: 'c-1' });
      const { id, scope } = await rateLimits.set(aLimit(s), why);
      await rateLimits.set(aLimit(s), s.stamp());
      await rateLimits.set(aLimit(s, { limit: 9 }), s.stamp());
      await rateLimits.remove(id, s.stamp());
      const { items } = await s.stores.audit.list({ limit: 10 });
      const three = `${scope}: 3 requests in any minute`;
      const nine = `${scope}: 9 requests in any minute`;
      expect(items.filter(({ target }) => target === id)).toMatchObject([
        { action: 'rate_limit.remove', from: nine, to: null },
        { action: 'rate_limit.set', from: three, to: nine },
        { ...why, action: 'rate_limit.set', from: null, to: three },
      ]);
    });

    it('write neither a limit nor a line when the limit cannot stand', async () => {
      const s = scene();
      const limit = aLimit(s, { limit: 0 });
      await expect(s.stores.rateLimits.set(limit, s.stamp())).rejects.toThrow();
      expect(await s.stores.rateLimits.inScopes([limit.scope])).toEqual([]);
      const { items } = await s.stores.audit.list({ limit: 10 });
      expect(items.map(({ target }) => target)).not.toContain(limit.id);
    });
  });
}

function aLimit(s: Scene, changes: Partial<StoredRateLimit> = {}): StoredRateLimit {
  return {
    id: s.id('rate'),
    scope: `project:${s.project}`,
    metric: 'requests',
    period: 'minute',
    limit: 3,
    createdAt: s.clock.at,
    ...changes,
  };
}
