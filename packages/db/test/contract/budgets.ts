import { describe, expect, it } from 'vitest';
import { settled, unsettled } from '../outcomes.ts';
import { DAY, type Open, stageFor } from './stage.ts';

const NONE = { settled: 0n, held: 0n, uncertain: 0n };
const HOUR = 3_600_000;

/** Budgets, their windows and their life, whatever stands behind them. */
export function budgetContract(open: Open): void {
  describe('windows', () => {
    const scene = stageFor(open);

    it('begins anew at the edge, and closes a hold in the window it was placed in', async () => {
      const s = scene();
      const budget = await s.budget({ limitNanoUsd: 100n });
      const id = await s.hold(100n);
      s.clock.advance(12 * HOUR - 1);
      await expect(s.hold(1n)).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
      s.clock.advance(1);
      const next = await s.hold(60n);
      await s.stores.ledger.close([settled(id, 100n)]);
      expect(await s.counters(budget.id)).toEqual({ ...NONE, held: 60n });
      await s.stores.ledger.close([settled(next, 60n)]);
      expect(await s.counters(budget.id)).toEqual({ ...NONE, settled: 60n });
    });

    it('knows what the tightest of several budgets has left, after what is held, settled and uncertain', async () => {
      const s = scene();
      const scopes = [`project:${s.project}`, 'model:of-nobody', 'tag:of-nobody'];
      const room = () => s.stores.budgets.roomIn(scopes, s.clock.now());
      expect(await room()).toBeUndefined();
      await s.budget({ limitNanoUsd: 100n });
      await s.budget({ limitNanoUsd: 130n, window: 'hour' });
      expect(await room()).toBe(100n);
      const id = await s.hold(40n);
      expect(await room()).toBe(60n);
      await s.stores.ledger.close([settled(id, 30n)]);
      expect(await room()).toBe(70n);
      await s.stores.ledger.close([unsettled(await s.hold(70n), 'uncertain')]);
      expect(await room()).toBe(0n);
      s.clock.advance(DAY);
      expect(await room()).toBe(100n);
    });

    it('does not reopen a window for a clock that goes back', async () => {
      const s = scene();
      const budget = await s.budget({ limitNanoUsd: 100n });
      await s.hold(100n);
      s.clock.advance(DAY);
      await s.hold(70n);
      s.clock.advance(-DAY);
      await s.hold(30n);
      await expect(s.hold(1n)).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
      expect(await s.counters(budget.id)).toEqual({ ...NONE, held: 100n });
      const { items } = await s.stores.spend.lines({ after: 0, limit: 9, projectId: s.project });
      expect(items.map(({ placedAt }) => placedAt - s.clock.at)).toEqual([0, DAY, DAY]);
    });

    it.each([
      { zone: 'Europe/Berlin', hours: 23 },
      { zone: 'Europe/Berlin', hours: 25 },
      { zone: 'Asia/Kathmandu', hours: 24 },
    ])('follows the local day of $zone, $hours hours long', async ({ zone, hours }) => {
      const s = scene();
      const changes: Record<number, (at: number) => boolean> = {
        23: (at) => offsetAt(zone, at + DAY) > offsetAt(zone, at),
        25: (at) => offsetAt(zone, at + DAY) < offsetAt(zone, at),
        24: () => true,
      };
      // Local midnight that begins the first day of that length.
      let noon = s.clock.at;
      while (!changes[hours]!(noon - DAY)) noon += DAY;
      const midnight = noon - ((noon + offsetAt(zone, noon - DAY)) % DAY);
      s.clock.at = midnight - 1;
      const budget = await s.budget({ timeZone: zone, limitNanoUsd: 100n });
      await s.hold(100n);
      s.clock.at = midnight;
      await s.hold(100n);
      s.clock.at = midnight + hours * HOUR - 1;
      await expect(s.hold(1n)).rejects.toMatchObject({ facts: { budgetId: budget.id } });
      s.clock.at += 1;
      await s.hold(100n);
    });

    it('does not reach behind the window that a budget was begun in', async () => {
      const s = scene();
      const hour = Math.floor(s.clock.at / HOUR) * HOUR;
      s.clock.at = hour + HOUR - 1;
      const early = await s.hold(70n);
      await s.stores.ledger.close([settled(early, 70n)]);
      s.clock.at = hour + HOUR;
      const { id } = await s.budget({ window: 'hour', limitNanoUsd: 100n });
      // What the hour before already had is in no window of this budget.
      s.clock.at = hour + HOUR - 1;
      await s.hold(60n);
      expect(await s.counters(id)).toEqual({ settled: 0n, held: 60n, uncertain: 0n });
      s.clock.at = hour + HOUR;
      expect(await s.counters(id)).toEqual({ settled: 0n, held: 60n, uncertain: 0n });
    });

    it('counts each window of a scope for itself', async () => {
      const s = scene();
      const hour = await s.budget({ window: 'hour', limitNanoUsd: 50n });
      const total = await s.budget({ window: 'total', limitNanoUsd: 80n });
      await s.hold(50n);
      await expect(s.hold(1n)).rejects.toMatchObject({ facts: { budgetId: hour.id } });
      s.clock.advance(HOUR);
      await s.hold(30n);
      await expect(s.hold(1n)).rejects.toMatchObject({ facts: { budgetId: total.id, resetsAt: null } });
      expect(await s.counters(hour.id)).toEqual({ ...NONE, held: 30n });
      expect(await s.counters(total.id)).toEqual({ ...NONE, held: 80n });
    });
  });

  describe('life of a budget', () => {
    const scene = stageFor(open);

    it('stops admissions when lowered below what is spent, and admits again when raised', async () => {
      const s = scene();
      const budget = await s.budget({ limitNanoUsd: 1_000n });
      const id = await s.hold(600n);
      await s.stores.ledger.close([settled(id, 600n)]);
      await s.stores.budgets.update(budget.id, { limitNanoUsd: 500n }, s.stamp());
      await expect(s.hold(1n)).rejects.toMatchObject({ facts: { limitNanoUsd: '500', left: '$0.00' } });
      await s.stores.budgets.update(budget.id, { limitNanoUsd: 601n }, s.stamp());
      await s.hold(1n);
      await expect(s.hold(1n)).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
    });

    it.each(['project', 'key', 'tag', 'provider', 'model'])(
      'starts a %s budget with the spend of its window, open attempts included',
      async (kind) => {
        const s = scene();
        const mine = { keyId: s.project, tags: ['other', s.project], provider: s.project, model: s.project };
        const before = await s.hold(7n, mine);
        await s.stores.ledger.close([settled(before, 7n)]);
        s.clock.advance(DAY - 5 * 60_000);
        const [a, b, c, d] = [
          await s.hold(100n, mine),
          await s.hold(200n, mine),
          await s.hold(300n, mine),
          await s.hold(400n, mine),
        ];
        await s.hold(1_000n, { projectId: 'someone-else', scopes: [] });
        await s.stores.ledger.close([settled(a, 90n), unsettled(b, 'released'), unsettled(c, 'uncertain')]);
        s.clock.advance(61_001);
        const budget = await s.budget({ scope: `${kind}:${s.project}`, limitNanoUsd: 10_000n });
        expect(await s.counters(budget.id)).toEqual({ settled: 90n, held: 400n, uncertain: 300n });
        await s.stores.ledger.close([settled(c, 250n), settled(d, 410n)]);
        expect(await s.counters(budget.id)).toEqual({ ...NONE, settled: 750n });
      },
    );

    it('starts with the spend of an odd time of day', async () => {
      const s = scene();
      s.clock.at += 7 * 60_000;
      const early = await s.hold(5n);
      s.clock.at += 60_000;
      const late = await s.hold(20n);
      await s.stores.ledger.close([settled(early, 5n), settled(late, 20n)]);
      const budget = await s.budget({ resetTime: '12:08' });
      expect(await s.counters(budget.id)).toEqual({ ...NONE, settled: 20n });
    });

    it('no longer refuses when removed, and a new one in its place knows what was spent', async () => {
      const s = scene();
      const first = await s.budget({ limitNanoUsd: 100n });
      const id = await s.hold(100n);
      await s.stores.budgets.remove(first.id, s.stamp());
      await s.hold(50n);
      await s.stores.ledger.close([settled(id, 90n)]);
      const listed = await s.stores.budgets.list(s.clock.at);
      expect(listed.some((budget) => budget.id === first.id)).toBe(false);
      const second = await s.budget({ limitNanoUsd: 100n });
      expect(await s.counters(second.id)).toEqual({ ...NONE, settled: 90n, held: 50n });
    });

    it('refuses a second one for the same scope and window, and an id that is not there', async () => {
      const s = scene();
      await s.budget();
      await expect(s.budget()).rejects.toMatchObject({ code: 'BUDGET_EXISTS', kind: 'conflict' });
      await s.budget({ window: 'week' });
      const { budgets } = s.stores;
      const missing = { code: 'NOT_FOUND', name: 'NotFoundError' };
      await expect(budgets.update('nope', { limitNanoUsd: 1n }, s.stamp())).rejects.toMatchObject(missing);
      await expect(budgets.remove('nope', s.stamp())).rejects.toMatchObject(missing);
    });

    it.each([
      ['limit', { limitNanoUsd: 0n }],
      ['limit', { limitNanoUsd: -1n }],
      ['limit', { limitNanoUsd: 2n ** 62n + 1n }],
      ['time zone', { timeZone: 'Mars/Olympus' }],
      ['reset time', { resetTime: '24:00' }],
      ['scope', { scope: 'projct:default' }],
      ['scope', { scope: 'project:' }],
      ['scope', { scope: 'toString:x' }],
    ])('refuses a %s that cannot be used: %o', async (field, changes) => {
      const s = scene();
      await expect(s.budget(changes)).rejects.toMatchObject({ code: 'INVALID_BUDGET', facts: { field } });
      expect((await s.stores.audit.list({ limit: 1 })).items[0]?.at).not.toBe(s.clock.at);
    });

    it('leaves an audit line for each change, and none for no change', async () => {
      const s = scene();
      const budget = await s.budget({ limitNanoUsd: 500_000_000n });
      await s.stores.budgets.update(budget.id, { limitNanoUsd: 500_000_000n }, s.stamp());
      const why = s.stamp({ actor: 'cli', reason: 'more traffic', correlationId: 'c-1' });
      await s.stores.budgets.update(budget.id, { limitNanoUsd: 750_000_000n }, why);
      await s.stores.budgets.remove(budget.id, s.stamp());
      const { items } = await s.stores.audit.list({ limit: 10 });
      const mine = items.filter(({ target }) => target === budget.id);
      expect(mine.map(({ action, from, to }) => ({ action, from, to }))).toEqual([
        { action: 'budget.remove', from: expect.stringContaining('$0.75'), to: null },
        {
          action: 'budget.update',
          from: expect.stringContaining('$0.5'),
          to: expect.stringContaining('$0.75'),
        },
        { action: 'budget.create', from: null, to: expect.stringContaining(s.project) },
      ]);
      expect(mine[1]).toMatchObject({ ...why });
    });
  });
}

/** Ms that local time is ahead of UTC. */
function offsetAt(timeZone: string, at: number): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)!.value);
  const local = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return local - Math.floor(at / 1000) * 1000;
}
