import { temporaryStores } from '@weighbridge/db/testing';
import { expect, it, onTestFinished } from 'vitest';
import type { AdminContext } from '../../context.ts';
import { scoreForecast } from './score-forecast.ts';

const HOUR = 3_600_000;

it('scores the ledger’s own days, once two weeks lie before them', async () => {
  const { stores, clock, newId, close } = await temporaryStores({ at: Date.UTC(2030, 0, 7) });
  onTestFinished(close);
  const start = clock.at;
  const spend = async (hours: number) => {
    for (let hour = 0; hour < hours; hour += 6) {
      const id = newId('att');
      const context = {
        callId: 'call',
        correlationId: 'cor',
        projectId: 'default',
        keyId: null,
        tags: ['nightly'],
        mode: 'real',
        provider: 'openai',
        model: 'm',
        space: 's/m/4',
      };
      const size = { inputs: 1, tokens: 50, nanoUsd: 1000n };
      await stores.ledger.hold([{ ...context, ...size, id, batch: 0, attempt: 1, scopes: ['global'] }]);
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
      clock.at += 6 * HOUR;
    }
  };
  const services = { stores, clock: { now: () => clock.at } };
  const ctx = { services } as unknown as AdminContext;
  await spend(14 * 24);
  expect(await scoreForecast(ctx, { days: 7 })).toMatchObject({
    forecasts: 0,
    error: null,
    insideBand: null,
  });
  await spend(3 * 24);
  const score = await scoreForecast(ctx, { days: 7, tag: 'nightly' });
  // Three whole days, each at three times of the day.
  expect(score).toMatchObject({ forecasts: 9, to: new Date(start + 17 * 24 * HOUR).toISOString() });
  expect(score.error).toBeLessThan(0.01);
  expect(score.straightLineError).toBe(0);
  expect((await scoreForecast(ctx, { days: 2 })).forecasts).toBe(6);
  expect((await scoreForecast(ctx, { days: 7, tag: 'unheard of' })).forecasts).toBe(0);
});
