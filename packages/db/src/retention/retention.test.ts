import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settled, unsettled } from '../../test/outcomes.ts';
import { aRequest } from '../../test/processes/requests.ts';
import { DAY_MS, HOUR_MS, QUARTER_MS } from '../ledger/spans.ts';
import type { SpendFilter } from '../ports/index.ts';
import { type TemporaryStores, temporaryStores } from '../testing/index.ts';

const START = Date.UTC(2026, 0, 15, 12);
const STAMP = { at: 0, actor: 'admin', reason: null, correlationId: null };

const WEBHOOK = {
  id: 'hook',
  name: 'pager',
  url: 'https://pager.example',
  urlCiphertext: 'sealed',
  format: 'generic',
  minSeverity: 'info',
  secretCiphertext: 'sealed',
  secretLast4: '9xyz',
  enabled: true,
  createdAt: START,
} as const;

describe('retention', () => {
  let opened: TemporaryStores;

  beforeEach(async () => {
    opened = await temporaryStores({ at: START });
    const budget = { timeZone: 'UTC', resetTime: '00:00', limitNanoUsd: 1_000_000n, createdAt: START };
    const { budgets } = opened.stores;
    await budgets.create({ ...budget, id: 'total', scope: 'global', window: 'total' }, STAMP);
    await budgets.create({ ...budget, id: 'week', scope: 'key:k', window: 'week' }, STAMP);
    // Twenty days of calls every five hours and seven minutes; each third is never heard of again.
    for (let index = 0; index < 94; index += 1) {
      const id = `e${index}`;
      await opened.stores.ledger.hold([
        aRequest(id, 100n, { keyId: 'k', tags: ['t'], scopes: ['global', 'key:k'] }),
      ]);
      const end = index % 3 === 0 ? unsettled(id, 'uncertain') : settled(id, 90n);
      if (index !== 1) await opened.stores.ledger.close([index % 3 === 1 ? unsettled(id, 'released') : end]);
      opened.clock.advance(5 * HOUR_MS + 7 * 60_000);
    }
  });

  afterEach(() => opened.close());

  const pruneAll = async () => {
    let deleted = 0;
    for (let slice = -1; slice !== 0; deleted += slice) slice = await opened.stores.retention.prune(10);
    return deleted;
  };
  const ids = async () => {
    const { items } = await opened.stores.spend.lines({ after: 0, limit: 1000 });
    return items;
  };
  const assertSound = async () => {
    const { findings } = await opened.stores.keeping.check({ full: true });
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
  };

  it('keeps everything until it is told how long', async () => {
    expect(await pruneAll()).toBe(0);
    expect(await opened.stores.retention.get()).toMatchObject({ days: null, detailsFrom: null });
    expect(await ids()).toHaveLength(94);
  });

  it('deletes what is old and closed, and changes no sum and no counter', async () => {
    const { stores, clock } = opened;
    const now = clock.now();
    const spans: SpendFilter[] = [
      { from: 0, to: now },
      { from: START + DAY_MS, to: START + 3 * DAY_MS, keyId: 'k' },
      { from: START + 2 * HOUR_MS, to: START + 9 * DAY_MS + QUARTER_MS, tag: 't' },
      { from: now - DAY_MS + 1, to: now - 1, projectId: 'default' },
    ];
    const figures = async () => ({
      sums: await Promise.all(spans.map((span) => stores.spend.summary(span))),
      breakdown: await stores.spend.breakdown(spans[0]!, 'tag'),
      budgets: await stores.budgets.list(now),
    });
    const before = await figures();
    const open = (await ids()).filter(({ state }) => state === 'held' || state === 'uncertain');

    await stores.retention.set(7, { ...STAMP, reason: 'the law' });
    const deleted = await pruneAll();
    const { detailsFrom } = await stores.retention.get();
    expect(detailsFrom! % QUARTER_MS).toBe(0);
    expect(now - detailsFrom!).toBeGreaterThanOrEqual(7 * DAY_MS);
    const left = await ids();
    expect(left).toHaveLength(94 - deleted);
    expect(deleted).toBeGreaterThan(30);
    expect(left.filter(({ state }) => state === 'held' || state === 'uncertain')).toEqual(open);
    const closed = left.filter(({ state }) => state === 'settled' || state === 'released');
    expect(closed.every(({ placedAt }) => placedAt >= detailsFrom!)).toBe(true);
    expect(await figures()).toEqual(before);
    await assertSound();
    expect((await stores.audit.list({ limit: 1 })).items).toMatchObject([
      { action: 'retention.set', from: 'for ever', to: '7 days', reason: 'the law' },
    ]);

    // What was open all the time is still closed where it belongs.
    const total = before.budgets.find(({ id }) => id === 'total')!;
    await stores.ledger.close([settled('e0', 70n), settled('e1', 100n)]);
    const [after] = (await stores.budgets.list(now)).filter(({ id }) => id === 'total');
    expect(after!.settledNanoUsd).toBe(total.settledNanoUsd + 170n);
    await assertSound();
    expect(await pruneAll()).toBe(2);
    await assertSound();
  });

  it('says before what would go, and then deletes exactly that', async () => {
    const { stores, clock } = opened;
    await stores.quality.record([
      {
        callId: 'c',
        correlationId: 'c',
        projectId: 'default',
        provider: 'openai',
        model: 'm',
        space: 's',
        inspected: 1,
        passed: 0,
        warned: 0,
        failed: 1,
        inspectMicros: 1,
        failures: [
          { code: 'ALL_ZERO', severity: 'error', figure: 0, message: 'm', recommendation: 'r', index: 0 },
        ],
      },
    ]);
    const none = await stores.retention.preview(30);
    expect(none).toMatchObject({ entries: 0, openEntries: 0, findings: 0, deliveries: 0, allEntries: 94 });
    const preview = await stores.retention.preview(7);
    expect(await stores.retention.get()).toMatchObject({ days: null, detailsFrom: null });
    const old = (await ids()).filter(({ placedAt }) => placedAt < preview.from);
    const open = old.filter(({ state }) => state === 'held' || state === 'uncertain');
    expect(preview.openEntries).toBe(open.length);
    expect(preview.entries).toBe(old.length - open.length);
    await stores.retention.set(7, STAMP);
    expect(await pruneAll()).toBe(preview.entries);
    expect((await stores.retention.get()).detailsFrom).toBe(preview.from);
    expect(await stores.retention.preview(7)).toEqual({
      ...preview,
      entries: 0,
      allEntries: 94 - preview.entries,
    });
    // Everything is old a year later; the newest stays, so that numbers go on from it.
    clock.advance(365 * DAY_MS);
    await stores.ledger.hold([aRequest('late', 1n)]);
    await stores.ledger.close([settled('late', 1n)]);
    clock.advance(30 * DAY_MS);
    expect(await stores.retention.preview(7)).toMatchObject({
      findings: 1,
      allEntries: 95 - preview.entries,
    });
    await expect(stores.retention.preview(0)).rejects.toThrow(RangeError);
  });

  it('answers by whole quarter hours where details are gone, so that spans still add up', async () => {
    const { stores, clock } = opened;
    const odd = START + 2 * DAY_MS + 61_000;
    const edges = [START, odd, odd + 11 * HOUR_MS + 5, clock.now()];
    await stores.retention.set(7, STAMP);
    await pruneAll();
    const whole = await stores.spend.summary({ from: START, to: clock.now() });
    const parts = await stores.spend.series(edges, {});
    expect(parts.reduce((sum, part) => sum + part.settledNanoUsd, 0n)).toBe(whole.settledNanoUsd);
    const quarter = Math.floor(odd / QUARTER_MS) * QUARTER_MS;
    expect(await stores.spend.summary({ from: odd, to: clock.now() })).toEqual(
      await stores.spend.summary({ from: quarter, to: clock.now() }),
    );
  });

  it('begins new budgets with what was spent, details or not', async () => {
    const { stores, clock } = opened;
    await stores.retention.set(7, STAMP);
    await pruneAll();
    const settings = {
      timeZone: 'UTC',
      resetTime: '00:07',
      limitNanoUsd: 1_000_000n,
      createdAt: clock.now(),
    };
    for (const scope of ['global', 'key:k', 'tag:t', 'project:default']) {
      await stores.budgets.create({ ...settings, id: scope, scope, window: 'month' }, STAMP);
    }
    const { settledNanoUsd } = await stores.spend.summary({ from: Date.UTC(2026, 1, 1), to: clock.now() });
    const statuses = (await stores.budgets.list(clock.now())).filter(({ window }) => window === 'month');
    expect(statuses.map((status) => status.settledNanoUsd)).toEqual(Array(4).fill(settledNanoUsd));
    await assertSound();
  });

  it('deletes old deliveries that are over, and keeps their alerts', async () => {
    const { stores, clock } = opened;
    const { webhooks, alerts } = stores;
    await webhooks.create(WEBHOOK, STAMP);
    const tell = async (threshold: number, ageDays: number) => {
      const at = clock.now() - ageDays * DAY_MS;
      const told = { kind: 'threshold', severity: 'critical', subject: 'total', windowStart: 0 } as const;
      const text = { title: 't', message: 'm', facts: {} };
      await alerts.raise([{ ...told, ...text, id: `a${threshold}`, limitNanoUsd: 1n, threshold, at }]);
      const [claimed] = await webhooks.claim({ at, leaseMs: 1, limit: 1 });
      return (state: 'delivered' | 'failed' | 'pending', endedDaysAgo = ageDays) =>
        webhooks.finish(
          claimed!.delivery.id,
          { state, nextAt: state === 'pending' ? clock.now() : null, status: 204, error: null },
          clock.now() - endedDaysAgo * DAY_MS,
        );
    };
    await (await tell(50, 15))('delivered');
    await (await tell(60, 14))('failed');
    await (await tell(70, 13))('delivered', 2);
    await (await tell(80, 12))('pending');
    await (await tell(90, 3))('failed');
    await stores.ledger.hold([aRequest('now', 1n)]);
    await stores.retention.set(7, STAMP);
    await pruneAll();
    const { items } = await webhooks.deliveries({ limit: 10 });
    expect(items.map(({ alertId, state }) => [alertId, state])).toEqual([
      ['a90', 'failed'],
      ['a80', 'pending'],
      ['a70', 'delivered'],
    ]);
    expect((await alerts.list({ limit: 10 })).items).toHaveLength(5);
    await assertSound();
  });

  it('does not trust a clock that runs ahead, nor a number that is none', async () => {
    await opened.stores.retention.set(30, STAMP);
    opened.clock.advance(400 * DAY_MS);
    expect(await pruneAll()).toBe(0);
    for (const days of [0, -1, 1.5]) {
      await expect(opened.stores.retention.set(days, STAMP)).rejects.toThrow(RangeError);
    }
  });
});
