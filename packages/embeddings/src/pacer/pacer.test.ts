import { RateLimiter, type RateLimits } from '@weighbridge/openai-stub';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../test/virtual-clock.ts';
import { limitsOf } from '../providers/openai/retry-after.ts';
import { type Lane, Pacer } from './pacer.ts';

const MINUTE = 60_000;
const never = new AbortController().signal;
const tooLong = (waitMs: number) => new Error(`come back in ${waitMs} ms`);

/** A pacer before the stub's own rate limiter, both in virtual time. */
function line(limits: Partial<RateLimits>, options: { latencyMs?: number; headers?: boolean } = {}) {
  const clock = new VirtualClock();
  const limiter = new RateLimiter({ requestsPerMinute: 1e7, tokensPerMinute: 1e12, ...limits }, () =>
    clock.now(),
  );
  const pacer = new Pacer(clock, tooLong);
  const log: { project: string; lane: Lane; tokens: number; asked: number; sent: number }[] = [];
  const refusals: number[] = [];

  /** One request to its end, as the dispatcher sends it: refused ones wait as told and come again. */
  async function send(project: string, lane: Lane, tokens: number): Promise<void> {
    const asked = clock.now();
    for (;;) {
      const passage = await pacer.enter({ project, lane, tokens }, never);
      const sent = clock.now();
      const half = (options.latencyMs ?? 50) / 2;
      await clock.sleep(half);
      let wait: number | undefined;
      try {
        limiter.admit('m', tokens);
        log.push({ project, lane, tokens, asked, sent });
      } catch (error) {
        const { headers = {} } = error as { headers?: Record<string, string> };
        wait = Number(headers['retry-after-ms'] ?? 1000);
      }
      await clock.sleep(half);
      if (options.headers ?? true) passage.hear(limitsOf(new Headers(limiter.headers('m'))));
      if (wait !== undefined) {
        refusals.push(clock.now());
        passage.refused(wait);
      }
      passage.leave();
      if (wait === undefined) return;
      await clock.sleep(wait);
    }
  }

  return { clock, pacer, log, refusals, send };
}

const all = (count: number, send: () => Promise<void>) => Promise.all(Array.from({ length: count }, send));
const tokensOf = (log: readonly { tokens: number }[]) => log.reduce((sum, { tokens }) => sum + tokens, 0);

describe('the pace', () => {
  it.each([
    { tokensPerMinute: 1_000_000, latencyMs: 50 },
    { tokensPerMinute: 1_000_000, latencyMs: 3000 },
    { tokensPerMinute: 10_000_000, latencyMs: 1500 },
    { tokensPerMinute: 400_000, latencyMs: 0 },
  ])('of bulk stays just under $tokensPerMinute tokens a minute at $latencyMs ms', async (limits) => {
    const { clock, log, refusals, send } = line(limits, limits);
    const began = clock.now();
    const minutes = 20;
    const count = Math.ceil((limits.tokensPerMinute * minutes) / 290_000);
    await clock.run(all(count, () => send('a', 'bulk', 290_000)));
    const passed = (clock.now() - began) / MINUTE;
    // The bucket is full at the start, so a minute's worth comes on top of what may flow.
    const allowed = limits.tokensPerMinute * (passed + 1);
    expect(tokensOf(log) / allowed).toBeGreaterThan(0.85);
    expect(refusals.length / count).toBeLessThan(0.02);
    expect(clock.sleeping).toBe(0);
  });

  it('stays under a limit of requests as well', async () => {
    const { clock, log, refusals, send } = line({ requestsPerMinute: 120 });
    const began = clock.now();
    await clock.run(all(1200, () => send('a', 'bulk', 10)));
    expect(log.length / (120 * ((clock.now() - began) / MINUTE + 1))).toBeGreaterThan(0.85);
    expect(refusals.length).toBeLessThan(24);
  });

  it('makes room for others who use the same key', async () => {
    const ours = line({ tokensPerMinute: 1_000_000 });
    const { clock, send, refusals, log } = ours;
    // Somebody else takes half of what flows in, past our pacer.
    const stranger = new Pacer(clock, tooLong);
    const stop = new AbortController();
    const theirs = (async () => {
      for (;;) {
        const passage = await stranger.enter({ project: 'x', lane: 'bulk', tokens: 1 }, stop.signal);
        passage.leave();
        await clock.sleep(6000, stop.signal);
        await ours.send('stranger', 'interactive', 50_000).catch(() => undefined);
      }
    })().catch(() => undefined);
    await clock.run(all(30, () => send('a', 'bulk', 200_000)));
    stop.abort();
    await theirs;
    expect(refusals.length).toBeLessThan(3);
    expect(log.filter(({ project }) => project === 'a')).toHaveLength(30);
  });

  it('sends one request until it knows anything, then many', async () => {
    const { clock, log, refusals, send } = line({ tokensPerMinute: 5_000_000 });
    await clock.run(all(9, () => send('a', 'bulk', 300_000)));
    const [first = { sent: 0 }, ...rest] = log;
    expect(refusals).toHaveLength(0);
    expect(rest.every(({ sent }) => sent >= first.sent + 50)).toBe(true);
    expect(new Set(rest.map(({ sent }) => sent)).size).toBe(1);
  });

  it('finds a limit that is never told, and keeps near it', async () => {
    const { clock, log, refusals, send } = line({ tokensPerMinute: 600_000 }, { headers: false });
    const began = clock.now();
    await clock.run(all(400, () => send('a', 'bulk', 60_000)));
    expect(log).toHaveLength(400);
    expect(refusals.length).toBeLessThan(40);
    expect(tokensOf(log) / (600_000 * ((clock.now() - began) / MINUTE + 1))).toBeGreaterThan(0.7);
  });
});

describe('limits of a day', () => {
  const HOUR = 3_600_000;
  const turn = { project: 'a', lane: 'interactive', tokens: 500 } as const;
  const usedUp = { tokens: { limit: 1000, remaining: 0, resetMs: 86_400_000 }, requests: undefined };

  it.each([
    ['told by headers as well', usedUp],
    ['told by the refusal alone', undefined],
  ])(
    'are asked about once a minute when used up, %s; who comes meanwhile is told at once',
    async (_, limits) => {
      const clock = new VirtualClock();
      const pacer = new Pacer(clock, tooLong);
      const began = clock.now();
      const ask = async (lane: Lane) => {
        const passage = await pacer.enter({ ...turn, lane }, never);
        if (limits) passage.hear(limits);
        passage.refused(HOUR - (clock.now() - began));
        passage.leave();
      };
      for (const asked of [0, 61_000, 122_000]) {
        await clock.run(clock.sleep(began + asked - clock.now()));
        await ask('interactive');
        for (const lane of ['interactive', 'bulk'] as const) {
          await expect(ask(lane)).rejects.toThrow(`come back in ${HOUR - asked} ms`);
        }
      }
      expect(clock.sleeping).toBe(0);
    },
  );

  it('are told to who was waiting already', async () => {
    const clock = new VirtualClock();
    const pacer = new Pacer(clock, tooLong);
    const bulk = { ...turn, lane: 'bulk' } as const;
    const passage = await pacer.enter(bulk, never);
    // Bulk sends one until anything is known.
    const waiting = [pacer.enter(bulk, never), pacer.enter({ ...bulk, project: 'b' }, never)];
    passage.refused(HOUR);
    passage.leave();
    for (const each of waiting) await expect(each).rejects.toThrow('come back in 3600000 ms');
    expect(clock.sleeping).toBe(0);
  });

  it('are over when a request goes well, or the time has come', async () => {
    const clock = new VirtualClock();
    const pacer = new Pacer(clock, tooLong);
    const early = await pacer.enter(turn, never);
    const refuse = async () => {
      const passage = await pacer.enter(turn, never);
      passage.refused(HOUR);
      passage.leave();
    };
    await refuse();
    // One that was sent before the refusal says nothing of it.
    early.leave();
    await expect(pacer.enter(turn, never)).rejects.toThrow('come back in 3600000 ms');
    await clock.run(clock.sleep(61_000));
    (await pacer.enter(turn, never)).leave();
    (await pacer.enter(turn, never)).leave();
    await refuse();
    await clock.run(clock.sleep(HOUR));
    (await pacer.enter(turn, never)).leave();
  });

  it('turn nobody away who waits for others, or for a minute', async () => {
    const clock = new VirtualClock();
    const pacer = new Pacer(clock, tooLong);
    const passage = await pacer.enter(turn, never);
    passage.hear({ tokens: { limit: 60_000, remaining: 0, resetMs: MINUTE }, requests: undefined });
    passage.refused(HOUR);
    passage.leave();
    const began = clock.now();
    const small = pacer.enter(turn, never);
    const bulk = pacer.enter({ ...turn, lane: 'bulk' }, never);
    await clock.run(small.then((admitted) => admitted.leave()));
    expect(clock.now() - began).toBeLessThan(1000);
    await clock.run(bulk.then((admitted) => admitted.leave()));
  });

  it('leave room for what is small enough', async () => {
    const clock = new VirtualClock();
    const pacer = new Pacer(clock, tooLong);
    const passage = await pacer.enter({ ...turn, tokens: 900 }, never);
    passage.hear({ tokens: { limit: 1000, remaining: 100, resetMs: 86_400_000 }, requests: undefined });
    passage.refused(HOUR);
    passage.leave();
    (await pacer.enter({ ...turn, tokens: 50 }, never)).leave();
  });
});

describe('the lanes', () => {
  it('let a small call pass a long queue of bulk', async () => {
    const { clock, log, send } = line({ tokensPerMinute: 1_000_000 });
    const bulk = all(40, () => send('a', 'bulk', 290_000));
    const small = (async () => {
      await clock.sleep(200_000);
      for (let call = 0; call < 20; call++) {
        await send('b', 'interactive', 50);
        await clock.sleep(7_000);
      }
    })();
    await clock.run(Promise.all([bulk, small]));
    const waits = log.filter(({ lane }) => lane === 'interactive').map(({ asked, sent }) => sent - asked);
    expect(waits).toHaveLength(20);
    expect(Math.max(...waits)).toBe(0);
  });

  it('keep a share for bulk under a flood of small calls', async () => {
    const { clock, log, send } = line({ tokensPerMinute: 600_000 });
    const stop = clock.now() + 20 * MINUTE;
    const flood = all(50, async () => {
      while (clock.now() < stop) await send('a', 'interactive', 5_000);
    });
    await clock.run(Promise.all([flood, all(3, () => send('b', 'bulk', 200_000))]));
    const bulk = log.filter(({ lane }) => lane === 'bulk');
    expect(bulk).toHaveLength(3);
    expect(bulk.every(({ sent }) => sent < stop)).toBe(true);
    const small = tokensOf(log.filter(({ lane }) => lane === 'interactive'));
    expect(small / (600_000 * 21)).toBeGreaterThan(0.8);
  });

  it('serve projects in turn, by tokens, however much one of them asks for', async () => {
    const { clock, log, send } = line({ tokensPerMinute: 1_000_000 });
    const greedy = all(60, () => send('greedy', 'bulk', 290_000));
    const modest = (async () => {
      await clock.sleep(10);
      await all(10, () => send('modest', 'bulk', 145_000));
    })();
    await clock.run(Promise.all([greedy, modest]));
    const last = Math.max(...log.filter(({ project }) => project === 'modest').map(({ sent }) => sent));
    const meanwhile = tokensOf(log.filter(({ project, sent }) => project === 'greedy' && sent <= last));
    // 1.45 M of the one, and no more than a turn beyond that of the other, beside what was out before.
    expect(meanwhile).toBeLessThanOrEqual(1_450_000 + 2 * 290_000);
  });
});

describe('leaving the queue', () => {
  it('uses nothing up, leaves no timer, and lets the others go on', async () => {
    const { clock, pacer, send, log } = line({ tokensPerMinute: 300_000 });
    await clock.run(send('a', 'bulk', 290_000));
    const leaver = new AbortController();
    const left = pacer.enter({ project: 'a', lane: 'bulk', tokens: 290_000 }, leaver.signal);
    expect(clock.sleeping).toBe(1);
    leaver.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect(clock.sleeping).toBe(0);
    await clock.run(send('b', 'bulk', 290_000));
    expect(log.map(({ project }) => project)).toEqual(['a', 'b']);
    await expect(pacer.enter({ project: 'a', lane: 'bulk', tokens: 1 }, leaver.signal)).rejects.toThrow(
      'gone',
    );
  });

  it('refuses who waits, and whoever comes, after the end', async () => {
    const { clock, pacer, send } = line({ tokensPerMinute: 300_000 });
    await clock.run(send('a', 'bulk', 290_000));
    const turn = { project: 'a', lane: 'bulk', tokens: 290_000 } as const;
    const waiting = [pacer.enter(turn, never), pacer.enter({ ...turn, lane: 'interactive' }, never)];
    pacer.close(new Error('over'));
    for (const each of waiting) await expect(each).rejects.toThrow('over');
    await expect(pacer.enter(turn, never)).rejects.toThrow('over');
    expect(clock.sleeping).toBe(0);
  });

  it('never loses a request, whatever comes in whatever order', async () => {
    const request = fc.record({
      project: fc.constantFrom('a', 'b', 'c'),
      lane: fc.constantFrom<Lane>('interactive', 'bulk'),
      tokens: fc.integer({ min: 1, max: 120_000 }),
      after: fc.integer({ min: 0, max: 90_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 40 }), fc.boolean(), async (requests, headers) => {
        const { clock, log, send } = line({ tokensPerMinute: 100_000, requestsPerMinute: 30 }, { headers });
        const fitting = requests.filter(({ tokens }) => tokens <= 100_000);
        await clock.run(
          Promise.all(
            fitting.map(async ({ project, lane, tokens, after }) => {
              await clock.sleep(after);
              await send(project, lane, tokens);
            }),
          ),
        );
        expect(tokensOf(log)).toBe(tokensOf(fitting));
        expect(clock.sleeping).toBe(0);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a clock that is set back', () => {
  it('keeps nobody waiting until that time comes round again', async () => {
    const asked: number[] = [];
    const woken: (() => void)[] = [];
    const clock = {
      at: Date.UTC(2026, 9, 25, 1),
      now: () => clock.at,
      sleep: (ms: number) =>
        new Promise<void>((resolve) => {
          asked.push(ms);
          woken.push(resolve);
        }),
    };
    const pacer = new Pacer(clock, tooLong);
    const first = await pacer.enter({ project: 'a', lane: 'interactive', tokens: 5 }, never);
    first.refused(2_000);
    first.leave();
    clock.at -= 40 * 86_400_000;
    const second = pacer.enter({ project: 'a', lane: 'interactive', tokens: 5 }, never);
    expect(asked).toEqual([2_000]);
    clock.at += 2_000;
    for (const wake of woken) wake();
    (await second).leave();
  });
});
