import type { Alert, Stores } from '@weighbridge/db';
import { type TemporaryStores, temporaryStores } from '@weighbridge/db/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LiveEventType } from '../../live.ts';
import { evaluate } from './evaluate.ts';
import { DEFAULT_WATCH_LIST, storedForm, type WatchList } from './watch-list.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const stamp = { at: 0, actor: 'admin', reason: null, correlationId: null };

async function stage() {
  const opened = await temporaryStores();
  onTestFinished(opened.close);
  const published: LiveEventType[] = [];
  return { ...played(opened), published, opened };

  function played({ clock, newId }: TemporaryStores) {
    const servicesOver = (stores: Stores) => ({
      stores,
      newId,
      clock: { now: () => clock.at, sleep: async () => {} },
      live: {
        publish: (type: LiveEventType) => void published.push(type),
        subscribe: noEvents,
        close: () => {},
      },
    });
    return {
      clock,
      servicesOver,
      look: (forecasts = false) => evaluate(servicesOver(opened.stores), { forecasts }),
      budget: (limitNanoUsd: bigint, changes: object = {}) =>
        opened.stores.budgets.create(
          {
            id: newId('bud'),
            scope: 'global',
            window: 'day',
            timeZone: 'UTC',
            resetTime: '00:00',
            limitNanoUsd,
            createdAt: clock.at,
            ...changes,
          },
          stamp,
        ),
      watch: (changes: Partial<WatchList>) =>
        opened.stores.alerts.setSettings(
          storedForm({ ...DEFAULT_WATCH_LIST, ...changes }),
          { from: '', to: '' },
          stamp,
        ),
      async spend(held: bigint, metered: bigint | 'out' | 'uncertain' = held) {
        const id = newId('att');
        const { ledger } = opened.stores;
        await ledger.hold([{ ...REQUEST, id, nanoUsd: held }]);
        const closed = { id, providerRequestId: null, durationMs: 1 };
        if (metered === 'uncertain') {
          await ledger.close([{ ...closed, state: 'uncertain', errorCode: 'TIMEOUT' }]);
        } else if (metered !== 'out') {
          await ledger.close([
            { ...closed, state: 'settled', tokens: 1, nanoUsd: metered, usage: 'provider', errorCode: null },
          ]);
        }
        return id;
      },
    };
  }
}

async function* noEvents() {}

const REQUEST = {
  callId: 'call',
  correlationId: 'cor',
  projectId: 'default',
  keyId: null,
  tags: [],
  mode: 'real',
  provider: 'openai',
  model: 'text-embedding-3-small',
  space: 'openai/text-embedding-3-small/1536',
  batch: 0,
  attempt: 1,
  inputs: 1,
  tokens: 1,
  scopes: ['global'],
};

const told = (alerts: readonly Alert[]) => alerts.map(({ kind, threshold }) => `${kind} ${threshold}`);

describe('looking for what to tell', () => {
  it('tells each threshold once, from the counters, across restarts', async () => {
    const { budget, spend, look, opened, published } = await stage();
    const { id } = await budget(1000n);
    expect(await look()).toEqual([]);
    await spend(500n);
    const [first] = await look();
    expect(first).toMatchObject({
      kind: 'threshold',
      threshold: 50,
      severity: 'info',
      subject: id,
      title: 'Everything: 50 % of the day budget is used',
      facts: { thresholdPercent: 50, limitNanoUsd: '1000', settledNanoUsd: '500', heldNanoUsd: '0' },
    });
    expect(published).toEqual(['alerts']);
    expect(await look()).toEqual([]);
    await opened.reopen();
    expect(await look()).toEqual([]);
    await spend(300n, 'out');
    expect(told(await look())).toEqual(['threshold 80']);
    await spend(200n);
    expect(told(await look())).toEqual(['threshold 100']);
    expect(published).toHaveLength(3);
  });

  it('tells it once though two processes look at the same moment', async () => {
    const { budget, spend, opened, servicesOver } = await stage();
    const other = await temporaryStoresOver(opened);
    await budget(1000n);
    await spend(900n);
    const looks = [opened.stores, other, opened.stores, other].map((stores) =>
      evaluate(servicesOver(stores), { forecasts: false }),
    );
    expect(told((await Promise.all(looks)).flat())).toEqual(['threshold 80']);
  });

  it('tells the highest alone when one charge jumps over several, and begins anew with the next window', async () => {
    const { budget, spend, look, clock } = await stage();
    await budget(1000n);
    await spend(1000n);
    expect(told(await look())).toEqual(['threshold 100']);
    clock.advance(DAY);
    expect(await look()).toEqual([]);
    await spend(600n);
    expect(told(await look())).toEqual(['threshold 50']);
  });

  it('tells what was reached in the last moments of a window that is over', async () => {
    const { budget, spend, look, clock } = await stage();
    clock.at = Date.UTC(2026, 0, 15, 23, 59, 59, 900);
    await budget(1000n);
    await spend(850n);
    clock.advance(200);
    const [late] = await look();
    expect(late).toMatchObject({ threshold: 80, windowStart: Date.UTC(2026, 0, 15) });
    expect(late?.message).toContain('was used');
    expect(await look()).toEqual([]);
  });

  it('asks anew when the limit is changed, and not when it is changed back', async () => {
    const { budget, spend, look, opened } = await stage();
    const { id } = await budget(1000n);
    await spend(900n);
    expect(told(await look())).toEqual(['threshold 80']);
    const limit = (limitNanoUsd: bigint) => opened.stores.budgets.update(id, { limitNanoUsd }, stamp);
    await limit(4000n);
    expect(await look()).toEqual([]);
    await limit(900n);
    expect(told(await look())).toEqual(['threshold 100']);
    await limit(1000n);
    expect(await look()).toEqual([]);
  });

  it('tells of a metered excess and of what is uncertain', async () => {
    const { budget, spend, look, watch, clock } = await stage();
    await watch({ uncertainNanoUsd: 150n });
    await budget(1000n);
    await spend(100n, 130n);
    expect(await look()).toMatchObject([
      {
        kind: 'overrun',
        severity: 'critical',
        facts: {
          day: '2026-01-15',
          overrunNanoUsd: '30',
          by: [{ provider: 'openai', model: 'text-embedding-3-small', nanoUsd: '30' }],
        },
      },
    ]);
    await spend(100n, 'uncertain');
    expect(await look()).toMatchObject([
      { kind: 'uncertain', threshold: 10, facts: { uncertainNanoUsd: '100' } },
    ]);
    await spend(50n, 'uncertain');
    expect(await look()).toMatchObject([
      { kind: 'uncertain', subject: 'ledger', facts: { uncertainNanoUsd: '150', boundNanoUsd: '150' } },
    ]);
    expect(await look()).toEqual([]);
    clock.advance(DAY);
    expect(told(await look())).toEqual(['uncertain 0']);
  });

  it('tells of a forecast when forecasts are looked at, and watches for what it was told to', async () => {
    const { spend, look, watch, budget, clock } = await stage();
    const start = Date.UTC(2026, 1, 2);
    for (let hour = 0; hour < 10 * 24 + 6; hour += 1) {
      clock.at = start + hour * HOUR;
      await spend(10n);
    }
    clock.at = start + 10 * DAY + 6 * HOUR;
    await budget(200n);
    await watch({ forecast: false, thresholds: [] });
    expect(await look(true)).toEqual([]);
    await watch({ thresholds: [] });
    expect(await look()).toEqual([]);
    const [forecast] = await look(true);
    expect(forecast).toMatchObject({
      kind: 'forecast',
      severity: 'warning',
      facts: {
        settledNanoUsd: '60',
        forecast: { expectedNanoUsd: '240', runsOutAt: new Date(start + 10 * DAY + 20 * HOUR).toISOString() },
      },
    });
    expect(await look(true)).toEqual([]);
  });
});

/** A second process' stores over the same files. */
async function temporaryStoresOver(opened: TemporaryStores): Promise<Stores> {
  const { openStores } = await import('@weighbridge/db');
  const stores = await openStores({ dataDir: opened.dataDir, clock: opened.clock, newId: opened.newId });
  onTestFinished(() => stores.close());
  return stores;
}
