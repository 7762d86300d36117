import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EngineBench, engineBench } from '../../test/engine-bench.ts';

let bench: EngineBench;
/** Milliseconds that the engine's clock is ahead of ours. */
let ahead = 0;
beforeEach(async () => {
  ahead = 0;
  const clock = {
    now: () => Date.now() + ahead,
    sleep: async (ms: number, signal?: AbortSignal) => void (await wait(ms, undefined, { signal })),
  };
  bench = await engineBench({ mode: 'mock', deps: { clock } });
});
afterEach(() => bench.close());

describe('mock', () => {
  it('costs nothing, says what it would have cost, and asks no budget', async () => {
    bench.ledger.limit = 0n;
    const answer = await bench.embed(['hello world', 'hello world']);
    expect(answer).toMatchObject({
      provider: 'mock',
      space: 'mock/text-embedding-3-small/1536',
      costNanoUsd: 0n,
      billedTokens: 0,
    });
    expect(answer.wouldHaveNanoUsd).toBe(40n);
    await bench.engine.drain(1000);
    expect(bench.ledger.entries.size).toBe(0);
    // A repeat saves nothing where the first one was free.
    expect(answer.savedNanoUsd).toBe(0n);
    expect(bench.ledger.free.map((entry) => [entry.kind, entry.tokens, entry.wouldHaveNanoUsd])).toEqual([
      ['free', 2, 40n],
      ['deduplicated', 2, 0n],
    ]);
    expect(bench.stub.journal.entries()).toHaveLength(0);
  });
});

describe('the toggle', () => {
  it('acts on the next call, and a call keeps the mode it was admitted with', async () => {
    bench.toggle.mode = 'real';
    bench.stub.gate.hold('after_billing');
    const admitted = bench.embed(['before']);
    await bench.stub.gate.waitFor(1);
    bench.toggle.mode = 'mock';
    expect((await bench.embed(['after'])).provider).toBe('mock');
    bench.stub.gate.release();
    expect((await admitted).provider).toBe('openai');
  });

  it('never answers one space from the other’s cache', async () => {
    const mock = await bench.embed(['two worlds']);
    bench.toggle.mode = 'real';
    const real = await bench.embed(['two worlds']);
    expect(real.cachedInputs).toBe(0);
    expect(real.items[0]?.vector).not.toEqual(mock.items[0]?.vector);
    bench.toggle.mode = 'mock';
    expect((await bench.embed(['two worlds'])).items[0]?.vector).toEqual(mock.items[0]?.vector);
  });

  it('refuses a call that is pinned to another space, before anything is sent', async () => {
    bench.toggle.mode = 'real';
    await expect(
      bench.embed(['pinned'], { space: 'mock/text-embedding-3-small/1536' }),
    ).rejects.toMatchObject({
      code: 'SPACE_MISMATCH',
      facts: { pinned: 'mock/text-embedding-3-small/1536' },
    });
    expect(bench.stub.journal.entries()).toHaveLength(0);
  });
});

describe('hybrid', () => {
  beforeEach(() => {
    bench.toggle.mode = 'hybrid';
  });

  it('answers from the real provider while it is well', async () => {
    const answer = await bench.embed(['well'], { allowFallback: true });
    expect(answer).toMatchObject({ provider: 'openai', fallback: undefined });
  });

  it('answers a willing call wholly from the fallback when the provider is down, and says so', async () => {
    bench.stub.faults.always('overloaded');
    const answer = await bench.embed(['a', 'b', 'c'], { allowFallback: true });
    expect(answer).toMatchObject({
      provider: 'mock',
      space: 'mock/text-embedding-3-small/1536',
      fallback: { from: 'openai', code: 'PROVIDER_UNAVAILABLE' },
    });
    expect(answer.items.every((item) => item.vector)).toBe(true);
  });

  it('falls back when the budget is exhausted', async () => {
    bench.ledger.limit = 0n;
    const answer = await bench.embed(['broke'], { allowFallback: true });
    expect(answer.fallback).toMatchObject({ code: 'BUDGET_EXCEEDED' });
  });

  it('gives every other call an error that says why', async () => {
    bench.ledger.limit = 0n;
    await expect(bench.embed(['broke'])).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED',
      message: expect.stringContaining('may not use: allow it'),
    });
  });

  it('says why also where the provider was asked and failed', async () => {
    const space = (await bench.embed(['first'])).space;
    bench.stub.faults.always('overloaded');
    const code = 'PROVIDER_UNAVAILABLE';
    // Two attempts, so that the breaker is closed yet.
    const pinned = await bench.embed(['c'], { space, allowFallback: true });
    expect(pinned).toMatchObject({ space, fallback: undefined });
    expect(pinned.items[0]?.error).toMatchObject({ code, message: expect.stringContaining('pinned') });
    const refused = await bench.embed(['a', 'b']);
    for (const { error } of refused.items) {
      expect(error).toMatchObject({
        code,
        message: expect.stringMatching(/503.*on its access key, or on its project; for \/v1 the key alone/),
      });
    }
  });

  it('never lets a fallback into a pinned collection', async () => {
    const space = (await bench.embed(['first'])).space;
    bench.ledger.limit = 0n;
    await expect(bench.embed(['second'], { space, allowFallback: true })).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED',
      message: expect.stringContaining('pinned'),
    });
  });

  it('does not fall back for a request that is itself wrong', async () => {
    bench.stub.faults.always('bad_request');
    const answer = await bench.embed(['rejected'], { allowFallback: true });
    expect(answer.provider).toBe('openai');
    expect(answer.items[0]?.error).toMatchObject({ code: 'PROVIDER_REJECTED' });
  });

  it('stops asking a dead provider, and returns to it once it is well', async () => {
    bench.stub.faults.always('overloaded');
    for (let index = 0; index < 4; index += 1) await bench.embed([`dead ${index}`], { allowFallback: true });
    const asked = bench.stub.journal.entries().length;
    expect(bench.engine.health('openai').state).toBe('down');
    const quick = await bench.embed(['quick'], { allowFallback: true });
    expect(quick.fallback?.code).toBe('PROVIDER_UNAVAILABLE');
    expect(bench.stub.journal.entries().length).toBe(asked);
  });

  it('answers from the cache what the dead provider made before, also without a fallback and pinned', async () => {
    const kept = await bench.embed(['kept']);
    await opened();
    const asked = bench.stub.journal.entries().length;
    for (const terms of [{}, { allowFallback: true }, { space: kept.space }]) {
      const answer = await bench.embed(['kept', 'kept'], terms);
      expect(answer).toMatchObject({ provider: 'openai', cachedInputs: 2, fallback: undefined });
      expect(answer.items[0]?.vector).toEqual(kept.items[0]?.vector);
    }
    // One text that nobody has: the whole call is the fallback's, or is refused.
    const whole = await bench.embed(['kept', 'unknown'], { allowFallback: true });
    expect(whole).toMatchObject({ provider: 'mock', fallback: { code: 'PROVIDER_UNAVAILABLE' } });
    await expect(bench.embed(['kept', 'unknown'])).rejects.toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    expect(bench.stub.journal.entries().length).toBe(asked);
  });

  it('lets one call at a time try, however many are refused meanwhile', async () => {
    await opened();
    bench.stub.faults.clear();
    bench.stub.gate.hold('before_billing');
    ahead = 10_000;
    const tries = bench.embed(['tries']);
    await bench.stub.gate.waitFor(1);
    for (let index = 0; index < 5; index += 1) {
      await expect(bench.embed([`meanwhile ${index}`])).rejects.toMatchObject({
        code: 'PROVIDER_UNAVAILABLE',
      });
    }
    expect(bench.stub.stats().held).toBe(1);
    bench.stub.gate.release();
    expect((await tries).provider).toBe('openai');
    expect((await bench.embed(['after'])).provider).toBe('openai');
  });

  /** The breaker, by a provider that is down. */
  async function opened(): Promise<void> {
    bench.stub.faults.always('overloaded');
    for (let index = 0; index < 4; index += 1) await bench.embed([`dead ${index}`], { allowFallback: true });
    expect(bench.engine.health('openai').state).toBe('down');
  }
});
