import { BudgetExceededError } from '@weighbridge/embeddings/domain';
import { describe, expect, it } from 'vitest';
import { settled, unsettled } from '../outcomes.ts';
import { DAY, type Open, stageFor } from './stage.ts';

const NONE = { settled: 0n, held: 0n, uncertain: 0n };

/** What every ledger must do, whatever stands behind it. */
export function ledgerContract(open: Open): void {
  describe('admission', () => {
    const scene = stageFor(open);

    it('admits to the limit and not a nano-dollar beyond', async () => {
      const s = scene();
      const budget = await s.budget({ limitNanoUsd: 1_000n });
      await s.hold(999n);
      await expect(s.hold(2n)).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
      await s.hold(1n);
      expect(await s.counters(budget.id)).toEqual({ ...NONE, held: 1_000n });
    });

    it('says which budget refused, and its figures', async () => {
      const s = scene();
      const budget = await s.budget({ limitNanoUsd: 1_000n });
      await s.hold(700n);
      const refused = await s.hold(400n).catch((error: unknown) => error);
      expect(refused).toMatchObject({
        name: 'BudgetExceededError',
        code: 'BUDGET_EXCEEDED',
        kind: 'budget',
        facts: {
          budgetId: budget.id,
          scope: budget.scope,
          window: 'day',
          limitNanoUsd: '1000',
          heldNanoUsd: '700',
          settledNanoUsd: '0',
          askedNanoUsd: '400',
          resetsAt: new Date(Math.floor(s.clock.at / DAY) * DAY + DAY).toISOString(),
        },
      });
      expect(refused).toBeInstanceOf(BudgetExceededError);
    });

    it('says how much would fit all budgets of the call, whichever refused first', async () => {
      const s = scene();
      const scopes = [`project:${s.project}`, `model:${s.project}`, `key:${s.project}`];
      await s.budget({ scope: scopes[1]!, limitNanoUsd: 5_000n });
      const elsewhere = { projectId: 'someone-else', scopes: [scopes[1]!] };
      await s.hold(4_200n, elsewhere);
      const refusing = await s.budget({ limitNanoUsd: 700n });
      await s.budget({ scope: scopes[2]!, limitNanoUsd: 300n });
      const asking = (nanoUsd: bigint) => s.hold(nanoUsd, { scopes });
      // The model's budget has reserved 750 of its 800 when the project's refuses; the key's is not asked any more.
      await expect(asking(750n)).rejects.toMatchObject({
        facts: { budgetId: refusing.id, askedNanoUsd: '750', roomNanoUsd: '300' },
      });
      await s.hold(651n, elsewhere);
      await expect(asking(150n)).rejects.toMatchObject({ facts: { roomNanoUsd: '149' } });
      await asking(149n);
      await expect(asking(1n)).rejects.toMatchObject({ facts: { roomNanoUsd: '0' } });
    });

    it('places all holds of a call or none, over all budgets', async () => {
      const s = scene();
      const wide = await s.budget({ scope: `model:${s.project}`, limitNanoUsd: 10_000n });
      const narrow = await s.budget({ limitNanoUsd: 100n });
      const scopes = [`project:${s.project}`, `model:${s.project}`];
      const requests = [s.request(60n, { scopes }), s.request(60n, { scopes, batch: 1 })];
      await expect(s.stores.ledger.hold(requests)).rejects.toMatchObject({
        facts: { budgetId: narrow.id, askedNanoUsd: '120' },
      });
      expect(await s.counters(wide.id)).toEqual(NONE);
      expect(await s.counters(narrow.id)).toEqual(NONE);
      expect((await s.spend()).heldNanoUsd).toBe(0n);
      await s.stores.ledger.hold([s.request(50n, { scopes }), s.request(50n, { scopes: [scopes[1]!] })]);
      expect(await s.counters(wide.id)).toEqual({ ...NONE, held: 100n });
      expect(await s.counters(narrow.id)).toEqual({ ...NONE, held: 50n });
    });

    it('admits exactly 25 of 40 that ask at once when 25 fit', async () => {
      const s = scene();
      const budget = await s.budget({ limitNanoUsd: 2_509n });
      const asked = Array.from({ length: 40 }, () => s.hold(100n));
      const results = await Promise.allSettled(asked);
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(25);
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason.code).toBe('BUDGET_EXCEEDED');
      }
      expect(await s.counters(budget.id)).toEqual({ ...NONE, held: 2_500n });
    });

    it('counts a scope that is named twice once', async () => {
      const s = scene();
      const budget = await s.budget();
      const scopes = [`project:${s.project}`, `project:${s.project}`];
      const id = await s.hold(600n, { scopes });
      expect(await s.counters(budget.id)).toEqual({ ...NONE, held: 600n });
      await s.stores.ledger.close([settled(id, 600n)]);
      expect(await s.counters(budget.id)).toEqual({ ...NONE, settled: 600n });
    });

    it('refuses amounts that cannot be, and an id that was used', async () => {
      const s = scene();
      const budget = await s.budget();
      await expect(s.hold(-1n)).rejects.toMatchObject({ name: 'RangeError' });
      const id = await s.hold(100n);
      await expect(s.hold(100n, { id })).rejects.toMatchObject({ code: 'ENTRY_EXISTS' });
      expect(await s.counters(budget.id)).toEqual({ ...NONE, held: 100n });
    });

    it('keeps money exact beyond what a double holds', async () => {
      const s = scene();
      const limit = 2n ** 62n;
      const budget = await s.budget({ limitNanoUsd: limit });
      const id = await s.hold(limit - 1n);
      await s.stores.ledger.close([settled(id, limit - 2n)]);
      expect(await s.counters(budget.id)).toEqual({ ...NONE, settled: limit - 2n });
      expect((await s.spend()).settledNanoUsd).toBe(limit - 2n);
      await s.hold(2n);
      await expect(s.hold(1n)).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
      await expect(s.hold(limit)).rejects.toMatchObject({ facts: { left: '$0.00' } });
      const { items } = await s.stores.spend.lines({ after: 0, limit: 1, projectId: s.project });
      expect(items[0]?.heldNanoUsd).toBe(limit - 1n);
    });
  });

  describe('closing', () => {
    const scene = stageFor(open);

    it('settles for less, releases, and leaves in doubt', async () => {
      const s = scene();
      const budget = await s.budget();
      const [a, b, c] = [await s.hold(100n), await s.hold(200n), await s.hold(300n)];
      await s.stores.ledger.close([settled(a, 80n), unsettled(b, 'released'), unsettled(c, 'uncertain')]);
      expect(await s.counters(budget.id)).toEqual({ settled: 80n, held: 0n, uncertain: 300n });
    });

    it('never refuses to settle: what was metered beyond the hold is an overrun, even past the limit', async () => {
      const s = scene();
      const budget = await s.budget({ limitNanoUsd: 100n });
      const id = await s.hold(100n);
      await s.stores.ledger.close([settled(id, 130n)]);
      expect(await s.counters(budget.id)).toEqual({ ...NONE, settled: 130n });
      expect(await s.spend()).toMatchObject({ settledNanoUsd: 130n, overrunNanoUsd: 30n });
      // What costs nothing passes, as an answer from the cache does.
      await s.hold(0n);
      await expect(s.hold(1n)).rejects.toMatchObject({ facts: { left: '$0.00' } });
    });

    it('changes nothing when a closed attempt is closed again', async () => {
      const s = scene();
      const budget = await s.budget();
      const [a, b] = [await s.hold(100n), await s.hold(200n)];
      await s.stores.ledger.close([settled(a, 90n), unsettled(b, 'released')]);
      const before = [await s.counters(budget.id), await s.spend()];
      for (const again of [settled(a, 10n), unsettled(a, 'uncertain'), settled(b, 5n)]) {
        await s.stores.ledger.close([again]);
      }
      await s.stores.ledger.close([unsettled(b, 'uncertain'), settled(a, 1n)]);
      expect([await s.counters(budget.id), await s.spend()]).toEqual(before);
    });

    it('lets an uncertain attempt become settled or released, once', async () => {
      const s = scene();
      const budget = await s.budget();
      const [a, b] = [await s.hold(100n), await s.hold(200n)];
      await s.stores.ledger.close([unsettled(a, 'uncertain'), unsettled(b, 'uncertain')]);
      expect(await s.spend()).toMatchObject({ uncertainNanoUsd: 300n, requests: 2, failedAttempts: 2 });
      await s.stores.ledger.close([unsettled(a, 'uncertain', 'ANOTHER_REASON')]);
      const { items } = await s.stores.spend.lines({ after: 0, limit: 9, projectId: s.project });
      expect(items.map(({ errorCode }) => errorCode)).toEqual(['PROVIDER_TIMEOUT', 'PROVIDER_TIMEOUT']);
      await s.stores.ledger.close([settled(a, 90n), unsettled(b, 'released')]);
      await s.stores.ledger.close([unsettled(a, 'released')]);
      expect(await s.counters(budget.id)).toEqual({ ...NONE, settled: 90n });
      expect(await s.spend()).toMatchObject({ uncertainNanoUsd: 0n, requests: 1, failedAttempts: 1 });
    });

    it('passes over ids it does not know', async () => {
      const s = scene();
      const budget = await s.budget();
      const id = await s.hold(100n);
      await s.stores.ledger.close([settled('never-placed', 1n), settled(id, 100n)]);
      expect(await s.counters(budget.id)).toEqual({ ...NONE, settled: 100n });
    });

    it('is durable and visible to readers after drained', async () => {
      const s = scene();
      const id = await s.hold(100n);
      const trailing = s.stores.ledger.close([settled(id, 100n)]);
      await s.stores.ledger.drained();
      expect((await s.spend()).settledNanoUsd).toBe(100n);
      await trailing;
    });
  });

  describe('free work', () => {
    const scene = stageFor(open);

    it('is posted at no cost, past an exhausted budget, with what it would have cost', async () => {
      const s = scene();
      await s.budget({ limitNanoUsd: 10n });
      await s.hold(10n);
      await s.stores.ledger.post([
        s.free('free', { inputs: 2, tokens: 20, wouldHaveNanoUsd: 400n }),
        s.free('recalled'),
        s.free('deduplicated', { inputs: 5 }),
      ]);
      expect(await s.spend()).toMatchObject({
        settledNanoUsd: 0n,
        heldNanoUsd: 10n,
        requests: 0,
        freeInputs: 2,
        freeTokens: 20,
        freeWouldHaveNanoUsd: 400n,
        recalledInputs: 1,
        recalledTokens: 10,
        recalledNanoUsd: 200n,
        deduplicatedInputs: 5,
      });
    });
  });
}
