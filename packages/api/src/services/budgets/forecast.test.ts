import { temporaryStores } from '@weighbridge/db/testing';
import type { BudgetStatus } from '@weighbridge/embeddings';
import { expect, it, onTestFinished } from 'vitest';
import { BudgetForecasts } from './forecast.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Ten days in which a project is billed 1,000 nano-USD an hour, up to noon of the eleventh. */
async function steadyProject() {
  const start = Date.UTC(2030, 0, 7);
  const { stores, clock, newId, close } = await temporaryStores({ at: start });
  onTestFinished(close);
  for (let hour = 0; hour < 10 * 24 + 12; hour += 1) {
    clock.at = start + hour * HOUR;
    const id = newId('att');
    const context = {
      callId: 'call',
      correlationId: 'cor',
      projectId: 'steady',
      keyId: 'key_1',
      tags: ['nightly'],
      mode: 'real',
      provider: 'openai',
      model: 'text-embedding-3-small',
      space: 'openai/text-embedding-3-small/1536',
    };
    const size = { inputs: 1, tokens: 50, nanoUsd: 1000n };
    await stores.ledger.hold([
      { ...context, ...size, id, batch: 0, attempt: 1, scopes: ['global', 'project:steady'] },
    ]);
    await stores.ledger.close([
      {
        id,
        state: 'settled',
        tokens: 50,
        nanoUsd: 1000n,
        usage: 'provider',
        providerRequestId: null,
        durationMs: 1,
        errorCode: null,
      },
    ]);
  }
  clock.at = start + 10 * DAY + 12 * HOUR;
  const status: BudgetStatus = {
    id: 'bud',
    scope: 'project:steady',
    window: 'day',
    timeZone: 'UTC',
    resetTime: '00:00',
    limitNanoUsd: 20_000n,
    createdAt: start,
    windowStart: start + 10 * DAY,
    resetsAt: start + 11 * DAY,
    settledNanoUsd: 12_000n,
    heldNanoUsd: 0n,
    uncertainNanoUsd: 0n,
  };
  const services = { stores, clock: { now: () => clock.at, sleep: async () => {} } };
  return { forecasts: new BudgetForecasts(services), status };
}

it('continues what the ledger shows, and says when the limit is reached', async () => {
  const { forecasts, status } = await steadyProject();
  const forecast = await forecasts.of(status);
  expect(forecast).toMatchObject({ expected: 24_000, runsOutAt: status.windowStart + 20 * HOUR });
  expect(forecast?.daysMeasured).toBeGreaterThanOrEqual(3);
});

it('learns from what a budget of any scope limits, and says nothing where there is nothing to learn from', async () => {
  const { forecasts, status } = await steadyProject();
  for (const scope of [
    'global',
    'provider:openai',
    'model:text-embedding-3-small',
    'key:key_1',
    'tag:nightly',
  ]) {
    expect(await forecasts.of({ ...status, scope }), scope).toMatchObject({ expected: 24_000 });
  }
  expect(await forecasts.of({ ...status, scope: 'project:silent' })).toBeNull();
  expect(await forecasts.of({ ...status, scope: 'tag:silent' })).toBeNull();
  expect(await forecasts.of({ ...status, scope: 'model:text-embedding-3-large' })).toBeNull();
  expect(await forecasts.of({ ...status, window: 'total', resetsAt: null })).toBeNull();
});
