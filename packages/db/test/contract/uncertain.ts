import { describe, expect, it } from 'vitest';
import { settled, unsettled } from '../outcomes.ts';
import { type Open, stageFor } from './stage.ts';

const NONE = { settled: 0n, held: 0n, uncertain: 0n };

/** Resolving what may have been billed, whatever stands behind it. */
export function uncertainContract(open: Open): void {
  describe('resolving uncertain attempts', () => {
    const scene = stageFor(open);

    it('settles what was billed at what was held, and frees what was not', async () => {
      const s = scene();
      const budget = await s.budget({ limitNanoUsd: 300n });
      const billed = await s.hold(100n);
      const not = await s.hold(200n);
      await s.stores.ledger.close([unsettled(billed, 'uncertain'), unsettled(not, 'uncertain')]);
      await expect(s.hold(1n)).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
      const line = await s.stores.uncertain.resolve(billed, 'billed', s.stamp());
      expect(line).toMatchObject({
        state: 'settled',
        settledNanoUsd: 100n,
        settledTokens: 50,
        usage: 'counted',
      });
      expect(await s.stores.uncertain.resolve(not, 'not_billed', s.stamp())).toMatchObject({
        state: 'released',
        settledNanoUsd: 0n,
      });
      expect(await s.counters(budget.id)).toEqual({ ...NONE, settled: 100n });
      expect(await s.spend()).toMatchObject({ settledNanoUsd: 100n, uncertainNanoUsd: 0n });
      await s.hold(200n);
    });

    it('leaves an audit line that says who, what and why', async () => {
      const s = scene();
      const id = await s.hold(5n);
      await s.stores.ledger.close([unsettled(id, 'uncertain')]);
      await s.stores.uncertain.resolve(id, 'billed', s.stamp({ actor: 'cli', reason: 'on the invoice' }));
      const { items } = await s.stores.audit.list({ limit: 1, action: 'uncertain.resolve' });
      expect(items[0]).toMatchObject({
        actor: 'cli',
        target: id,
        from: 'uncertain',
        to: 'billed',
        reason: 'on the invoice',
      });
    });

    it('refuses what is not uncertain, and changes nothing', async () => {
      const s = scene();
      const held = await s.hold(5n);
      const done = await s.hold(5n);
      await s.stores.ledger.close([settled(done, 5n)]);
      for (const id of [held, done]) {
        await expect(s.stores.uncertain.resolve(id, 'not_billed', s.stamp())).rejects.toMatchObject({
          code: 'NOT_UNCERTAIN',
        });
      }
      await expect(s.stores.uncertain.resolve('att_none', 'billed', s.stamp())).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
      expect(await s.spend()).toMatchObject({ settledNanoUsd: 5n, heldNanoUsd: 5n });
    });

    it('resolves many at once, or none, and says before what that moves', async () => {
      const s = scene();
      const budget = await s.budget({ limitNanoUsd: 1_000n });
      const [a, b, c] = [await s.hold(100n), await s.hold(200n), await s.hold(300n)];
      await s.stores.ledger.close([unsettled(a, 'uncertain'), unsettled(b, 'uncertain')]);
      const both = {
        attempts: 2,
        tokens: 100,
        nanoUsd: 300n,
        windows: [{ budgetId: budget.id, windowStart: expect.any(Number), nanoUsd: 300n }],
      };
      expect(await s.stores.uncertain.effects([a, b, c, 'att_none'])).toEqual(both);
      const { resolveMany } = s.stores.uncertain;
      await expect(resolveMany([a, c], 'billed', s.stamp())).rejects.toMatchObject({ code: 'NOT_UNCERTAIN' });
      expect(await s.counters(budget.id)).toEqual({ settled: 0n, held: 300n, uncertain: 300n });
      expect(await resolveMany([a, b, a], 'not_billed', s.stamp({ reason: 'an outage' }))).toEqual(both);
      expect(await s.counters(budget.id)).toEqual({ settled: 0n, held: 300n, uncertain: 0n });
      const { items } = await s.stores.audit.list({ limit: 2, action: 'uncertain.resolve' });
      expect(items).toMatchObject([
        { target: b, reason: 'an outage' },
        { target: a, reason: 'an outage' },
      ]);
    });

    it('says how much is open, of what was placed since an instant', async () => {
      const s = scene();
      const begun = s.clock.now();
      expect(await s.stores.uncertain.open(begun)).toEqual({ attempts: 0, nanoUsd: 0n });
      const [old, held] = [await s.hold(100n), await s.hold(7n)];
      s.clock.advance(3_600_000);
      const late = await s.hold(200n);
      await s.stores.ledger.close([unsettled(old, 'uncertain'), unsettled(late, 'uncertain')]);
      expect(await s.stores.uncertain.open(begun)).toEqual({ attempts: 2, nanoUsd: 300n });
      expect(await s.stores.uncertain.open(s.clock.now())).toEqual({ attempts: 1, nanoUsd: 200n });
      await s.stores.uncertain.resolveMany([old, late], 'billed', s.stamp());
      await s.stores.ledger.close([settled(held, 7n)]);
      expect(await s.stores.uncertain.open(begun)).toEqual({ attempts: 0, nanoUsd: 0n });
    });

    it('cannot be resolved twice', async () => {
      const s = scene();
      const id = await s.hold(5n);
      await s.stores.ledger.close([unsettled(id, 'uncertain')]);
      await s.stores.uncertain.resolve(id, 'billed', s.stamp());
      await expect(s.stores.uncertain.resolve(id, 'not_billed', s.stamp())).rejects.toMatchObject({
        code: 'NOT_UNCERTAIN',
      });
    });
  });
}
