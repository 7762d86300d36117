import { createLiveHub } from '@weighbridge/api';
import { temporaryStores } from '@weighbridge/db/testing';
import { expect, it, onTestFinished } from 'vitest';
import { AlertWatch } from './watch.ts';

const PATIENT = { timeout: 10_000 };
const stamp = { at: 0, actor: 'admin', reason: null, correlationId: null };

/** A watch over real stores that looks only when it is told to, and counts how often. */
async function watching() {
  const { stores, clock, newId, close } = await temporaryStores();
  const live = createLiveHub();
  let looks = 0;
  let broken = false;
  const errors: unknown[] = [];
  const told: number[] = [];
  const ledger = {
    ...stores.ledger,
    drained: async () => {
      looks += 1;
      if (broken) throw new Error('the disk is full');
      await stores.ledger.drained();
    },
  };
  const watch = new AlertWatch({
    services: {
      stores: { ...stores, ledger },
      newId,
      live,
      clock: { now: () => clock.at, sleep: async () => {} },
    },
    settings: { delayMs: 5, everyMs: 3_600_000 },
    log: { info: () => {}, error: (facts: unknown) => void errors.push(facts) },
    onTold: () => void told.push(looks),
  });
  onTestFinished(async () => {
    live.close();
    await watch.close();
    await close();
  });
  await expect.poll(() => looks, PATIENT).toBe(1);
  const limitNanoUsd = 100n;
  await stores.budgets.create(
    {
      id: 'bud_1',
      scope: 'global',
      window: 'day',
      timeZone: 'UTC',
      resetTime: '00:00',
      limitNanoUsd,
      createdAt: clock.at,
    },
    stamp,
  );
  const hold = (nanoUsd: bigint) =>
    stores.ledger.hold([
      {
        id: newId('att'),
        callId: 'c',
        correlationId: 'c',
        projectId: 'default',
        keyId: null,
        tags: [],
        mode: 'real',
        provider: 'openai',
        model: 'm',
        space: 's',
        batch: 0,
        attempt: 1,
        inputs: 1,
        tokens: 1,
        nanoUsd,
        scopes: ['global'],
      },
    ]);
  return {
    live,
    hold,
    watch,
    errors,
    told,
    looks: () => looks,
    breakDown: (value: boolean) => {
      broken = value;
    },
  };
}

it('looks once for a burst of changes, and tells when something is told', async () => {
  const { live, hold, looks, told } = await watching();
  await hold(80n);
  for (let published = 0; published < 500; published += 1) live.publish('spend');
  await expect.poll(() => told.length, PATIENT).toBe(1);
  expect(looks()).toBeLessThanOrEqual(4);
  // What has nothing to do with money is not looked at.
  const before = looks();
  live.publish('quality');
  live.publish('alerts');
  await hold(20n);
  live.publish('budgets');
  await expect.poll(() => told.length, PATIENT).toBe(2);
  expect(looks()).toBeGreaterThan(before);
});

it('survives a look that fails, and tells with the next', async () => {
  const { live, hold, errors, told, breakDown } = await watching();
  await hold(100n);
  breakDown(true);
  live.publish('spend');
  await expect.poll(() => errors.length, PATIENT).toBeGreaterThan(0);
  expect(errors[0]).toMatchObject({ err: { message: 'the disk is full' } });
  breakDown(false);
  live.publish('budgets');
  await expect.poll(() => told.length, PATIENT).toBe(1);
});

it('ends with the gateway, and looks no more', async () => {
  const { live, hold, looks, watch } = await watching();
  await hold(100n);
  live.publish('spend');
  await watch.close();
  const last = looks();
  live.publish('budgets');
  await new Promise((resolve) => setImmediate(resolve));
  expect(looks()).toBe(last);
});
