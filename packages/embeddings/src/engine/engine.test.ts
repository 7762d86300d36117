import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EngineBench, engineBench } from '../../test/engine-bench.ts';

let bench: EngineBench;
beforeEach(async () => {
  bench = await engineBench();
});
afterEach(() => bench.close());

const vectorsOf = (answer: Awaited<ReturnType<EngineBench['embed']>>) =>
  answer.items.map((item) => item.vector);

describe('the line from texts to inspected vectors', () => {
  it('answers in input order, in one space, with the exact bill', async () => {
    const answer = await bench.embed(['one fish', 'two fish', 'red fish']);
    expect(answer).toMatchObject({ mode: 'real', provider: 'openai', dimensions: 1536, requests: 1 });
    expect(answer.space).toBe(`127.0.0.1:${bench.stub.port}/text-embedding-3-small/1536`);
    expect(vectorsOf(answer).every((vector) => vector?.length === 1536)).toBe(true);
    await bench.engine.drain(1000);
    const billed = bench.stub.journal.summary();
    expect(answer.billedTokens).toBe(billed.billedTokens);
    expect(answer.costNanoUsd).toBe(billed.billedNanoUsd);
    expect(bench.ledger.settledTokens).toBe(billed.billedTokens);
    expect(bench.ledger.states()).toEqual(['settled']);
  });

  it('puts the correlation id on the provider’s request', async () => {
    await bench.embed(['traced'], { correlationId: 'trace-7' });
    expect(bench.stub.journal.entries()[0]?.clientRequestId).toBe('trace-7');
  });

  it('pays identical texts of one call once, and answers them alike', async () => {
    const answer = await bench.embed(['same', 'other', 'same', 'same']);
    expect(bench.stub.journal.entries()[0]?.inputs).toBe(2);
    expect(answer.items.map((item) => item.cached)).toEqual([false, false, true, true]);
    expect(answer.items[0]?.vector).toEqual(answer.items[3]?.vector);
    expect(answer.cachedInputs).toBe(2);
  });

  it('never pays for a kept text again, whatever it stands beside', async () => {
    const first = await bench.embed(['a', 'b']);
    const again = await bench.embed(['b', 'c', 'a']);
    expect(bench.stub.journal.entries().map((entry) => entry.inputs)).toEqual([2, 1]);
    expect(vectorsOf(again)[0]).toEqual(vectorsOf(first)[1]);
    expect(vectorsOf(again)[2]).toEqual(vectorsOf(first)[0]);
  });

  it('settles a bill only once its vectors are kept, so that a crash between loses nothing unnamed', async () => {
    const writing = Promise.withResolvers<void>();
    const kept = Promise.withResolvers<void>();
    const keep = bench.recall.putMany.bind(bench.recall);
    bench.recall.putMany = async (...given) => {
      writing.resolve();
      await kept.promise;
      return keep(...given);
    };
    const answer = bench.embed(['about to be kept']);
    await writing.promise;
    await new Promise((resolve) => setImmediate(resolve));
    expect(bench.ledger.states()).toEqual(['held']);
    kept.resolve();
    expect(await answer).toMatchObject({ requests: 1 });
    await bench.engine.drain(1000);
    expect(bench.ledger.states()).toEqual(['settled']);
  });

  it('does not show one project what another has paid for', async () => {
    await bench.embed(['secret plan'], { projectId: 'red' });
    const blue = await bench.embed(['secret plan'], { projectId: 'blue' });
    expect(blue.cachedInputs).toBe(0);
    expect(bench.stub.journal.summary().billedRequests).toBe(2);
  });

  it('keeps dimensions apart in the cache', async () => {
    await bench.embed(['short me']);
    const short = await bench.embed(['short me'], { dimensions: 256 });
    expect(short.items[0]?.vector).toHaveLength(256);
    expect(short.cachedInputs).toBe(0);
  });

  it('pays once for identical texts that are under way at the same time', async () => {
    bench.stub.gate.hold('before_billing');
    const calls = Array.from({ length: 10 }, () => bench.embed(['popular', 'text']));
    await bench.stub.gate.waitFor(1);
    bench.stub.gate.release();
    const answers = await Promise.all(calls);
    expect(bench.stub.journal.summary().billedRequests).toBe(1);
    expect(answers.filter((answer) => answer.billedTokens > 0)).toHaveLength(1);
    for (const answer of answers) expect(vectorsOf(answer)).toEqual(vectorsOf(answers[0]!));
  });

  it('lets followers help themselves when the one who pays fails', async () => {
    bench.stub.faults.next('bad_request');
    bench.stub.gate.hold('before_billing');
    const calls = Array.from({ length: 3 }, () => bench.embed(['shared']));
    await new Promise((resolve) => setTimeout(resolve, 50));
    bench.stub.gate.release();
    const answers = await Promise.all(calls);
    expect(answers.filter((answer) => answer.items[0]?.error)).toHaveLength(1);
    expect(answers.filter((answer) => answer.items[0]?.vector)).toHaveLength(2);
    expect(bench.stub.journal.summary().billedRequests).toBe(1);
  });

  it('splits what is larger than a request, and refuses it when splitting is off', async () => {
    const many = Array.from({ length: 2049 }, (_, index) => `text number ${index}`);
    const answer = await bench.embed(many);
    expect(answer.requests).toBe(2);
    expect(vectorsOf(answer).every(Boolean)).toBe(true);
    await expect(bench.embed([...many, 'x'], { split: false })).rejects.toMatchObject({
      code: 'TOO_MANY_INPUTS',
      facts: { inputs: 2050, limit: 2048 },
    });
    const split = { split: false, tooLong: 'split' } as const;
    await expect(bench.embed([...many.slice(2), 'word '.repeat(9_000)], split)).rejects.toMatchObject({
      code: 'TOO_MANY_INPUTS',
      message: expect.stringContaining('2048 inputs, 2049 windows with the long texts split'),
      facts: { inputs: 2048, windows: 2049, limit: 2048 },
    });
  });

  it('weighs special-token text and odd white space as plain text', async () => {
    const odd = ['<|endoftext|>', ' ', '\u0000', '\ufeffx', '\u0085', '👩‍👩‍👧‍👦'];
    const answer = await bench.embed(odd);
    expect(answer.tokens).toBe(bench.stub.journal.summary().billedTokens);
  });
});

describe('token ids that no text has', () => {
  const ids = (list: number[], canonical = false) => ({ ids: Uint32Array.from(list), canonical });

  it('are sent, metered and kept as they are', async () => {
    // "hello world", a special token's own id, and half of an emoji.
    const tokenIds = [ids([15339, 1917], true), ids([100257]), ids([9468])];
    const texts = ['hello world', '<|endoftext|>', '\ufffd'];
    const answer = await bench.embed(texts, { tokenIds });
    expect(answer.items.map(({ tokens }) => tokens)).toEqual([2, 1, 1]);
    expect(answer.billedTokens).toBe(4);
    const again = await bench.embed(texts, { tokenIds });
    expect(again.cachedInputs).toBe(3);
    expect(vectorsOf(again)).toEqual(vectorsOf(answer));
  });

  it('are not taken for the text they spell, unless they are its very ids', async () => {
    const text = ['hello world'];
    const canonical = await bench.embed(text, { tokenIds: [ids([15339, 1917], true)] });
    const other = await bench.embed(text, { tokenIds: [ids([71, 4896, 1917])] });
    expect([canonical.cachedInputs, other.cachedInputs]).toEqual([0, 0]);
    const byText = await bench.embed(text);
    expect(byText.cachedInputs).toBe(1);
    expect(vectorsOf(byText)).toEqual(vectorsOf(canonical));
  });
});

describe('bad input costs nothing', () => {
  it.each([
    ['no inputs', [], {}, 'EMPTY_REQUEST'],
    ['an empty text', ['fine', ''], {}, 'EMPTY_INPUT'],
    ['half a surrogate pair', ['fine', 'broken \ud83d'], {}, 'INVALID_UNICODE'],
    ['not a string', ['fine', 7 as unknown as string], {}, 'INVALID_INPUT'],
    ['a text over the limit', ['fine', 'word '.repeat(9000)], {}, 'INPUT_TOO_LONG'],
    ['an unknown model', ['fine'], { model: 'gpt-4' }, 'UNKNOWN_MODEL'],
    ['too many dimensions', ['fine'], { dimensions: 1537 }, 'INVALID_DIMENSIONS'],
    ['half a dimension', ['fine'], { dimensions: 1.5 }, 'INVALID_DIMENSIONS'],
    [
      'dimensions of a fixed model',
      ['fine'],
      { model: 'text-embedding-ada-002', dimensions: 8 },
      'INVALID_DIMENSIONS',
    ],
  ])('%s', async (_, inputs, more, code) => {
    await expect(bench.embed(inputs, more)).rejects.toMatchObject({ code });
    expect(bench.ledger.entries.size).toBe(0);
    expect(bench.stub.journal.entries()).toHaveLength(0);
  });

  it('names the input that is wrong', async () => {
    await expect(bench.embed(['fine', ''])).rejects.toMatchObject({ facts: { index: 1 } });
  });
});

describe('budgets are asked before anything is sent', () => {
  it('sends nothing of a call that does not fit as a whole', async () => {
    bench.ledger.limit = 1000n;
    const large = Array.from({ length: 3000 }, (_, index) => `text number ${index}`);
    await expect(bench.embed(large)).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
    expect(bench.stub.journal.entries()).toHaveLength(0);
    expect(bench.ledger.taken).toBe(0n);
  });

  it('says how many of the first inputs would fit, counting what is kept or repeated as free', async () => {
    const probe = await bench.embed(['kept text']);
    const one = probe.costNanoUsd;
    bench.ledger.limit = bench.ledger.taken + one * 2n;
    await expect(
      bench.embed(['kept text', 'first text', 'first text', 'other text', 'third text', 'fourth text']),
    ).rejects.toMatchObject({
      code: 'BUDGET_EXCEEDED',
      facts: { inputs: 6, inputsThatFit: 4 },
      message: expect.stringContaining('The first 4 of its 6 inputs would fit'),
    });
  });

  it('sends nothing when a hold cannot be made durable', async () => {
    bench.ledger.failure = new Error('disk full');
    await expect(bench.embed(['x'])).rejects.toThrow('disk full');
    expect(bench.stub.journal.entries()).toHaveLength(0);
  });

  it('answers from the cache when nothing is left', async () => {
    await bench.embed(['kept']);
    bench.ledger.limit = bench.ledger.taken;
    const answer = await bench.embed(['kept']);
    expect(answer.items[0]?.vector).toBeDefined();
    await expect(bench.embed(['new'])).rejects.toMatchObject({ code: 'BUDGET_EXCEEDED' });
  });

  it('admits exactly as many concurrent calls as the limit pays for', async () => {
    const probe = await bench.embed(['equal request 00']);
    bench.ledger.limit = bench.ledger.taken + probe.costNanoUsd * 25n;
    const results = await Promise.allSettled(
      Array.from({ length: 40 }, (_, index) => bench.embed([`equal request ${index + 10}`])),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(25);
    expect(bench.stub.journal.summary().billedRequests).toBe(26);
  });
});

describe('scopes and rates', () => {
  it('holds under every scope of the call', async () => {
    await bench.embed(['scoped'], { keyId: 'key_1' });
    const [entry] = bench.ledger.entries.values();
    expect(entry?.hold.scopes).toEqual([
      'global',
      'project:default',
      'key:key_1',
      'provider:openai',
      'model:text-embedding-3-small',
    ]);
  });

  it('refuses by our own rate limit before anything is held', async () => {
    const limited = await engineBench({
      deps: {
        rateLimits: async (scopes) =>
          scopes.includes('project:default')
            ? [{ id: 'r', scope: 'project:default', metric: 'requests', period: 'minute', limit: 2 }]
            : [],
      },
    });
    await limited.embed(['one']);
    await limited.embed(['two']);
    await expect(limited.embed(['three'])).rejects.toMatchObject({ code: 'RATE_LIMITED', retryable: true });
    await limited.embed(['elsewhere'], { projectId: 'other' });
    expect(limited.stub.journal.entries()).toHaveLength(3);
    await limited.close();
  });
});

describe('every fault of the provider', () => {
  const settledIsBill = async () => {
    await bench.engine.drain(3000);
    await bench.stub.idle();
    const billed = bench.stub.journal.summary();
    const uncertain = bench.ledger.sum('uncertain');
    expect(bench.ledger.sum('held')).toBe(0n);
    // What is truly billed lies between what is settled and that plus what is uncertain.
    expect(bench.ledger.sum('settled')).toBeLessThanOrEqual(billed.billedNanoUsd);
    expect(bench.ledger.sum('settled') + uncertain).toBeGreaterThanOrEqual(billed.billedNanoUsd);
    return { billed, uncertain };
  };

  it.each(['rate_limit', 'server_error', 'overloaded'] as const)(
    '%s: released, tried again, billed once',
    async (kind) => {
      bench.stub.faults.next(kind, { times: 2 });
      const answer = await bench.embed(['patience']);
      expect(answer.items[0]?.vector).toBeDefined();
      expect(answer.requests).toBe(3);
      const { billed, uncertain } = await settledIsBill();
      expect(bench.ledger.states()).toEqual(['released', 'released', 'settled']);
      expect(billed.billedRequests).toBe(1);
      expect(uncertain).toBe(0n);
    },
  );

  it.each([
    ['insufficient_quota', 'PROVIDER_QUOTA_EXHAUSTED'],
    ['unauthorized', 'PROVIDER_UNAUTHORIZED'],
    ['bad_request', 'PROVIDER_REJECTED'],
  ] as const)('%s: never tried again', async (kind, code) => {
    bench.stub.faults.always(kind);
    const answer = await bench.embed(['no']);
    expect(answer.items[0]?.error).toMatchObject({ code });
    expect(answer.requests).toBe(1);
    await settledIsBill();
    expect(bench.ledger.states()).toEqual(['released']);
  });

  it.each(['proxy_502', 'proxy_504', 'hang', 'reset_after', 'truncated', 'not_json'] as const)(
    '%s: uncertain, and at most one more try',
    async (kind) => {
      bench.stub.faults.always(kind);
      const answer = await bench.embed(['doubt']);
      expect(answer.items[0]?.vector).toBeUndefined();
      expect(answer.requests).toBeLessThanOrEqual(2);
      await settledIsBill();
      expect(new Set(bench.ledger.states())).toEqual(new Set(['uncertain']));
      expect(bench.recall.kept.size).toBe(0);
    },
    30_000,
  );

  it('reset before billing: held as uncertain, since nobody can tell, and tried once more', async () => {
    bench.stub.faults.next('reset_before');
    const answer = await bench.embed(['doubt']);
    expect(answer.items[0]?.vector).toBeDefined();
    await settledIsBill();
  });

  it('says how the attempt failed where a budget has no room for the next, not that nothing was sent', async () => {
    const [tokens = 0] = await bench.engine.countTokens(['no second chance']);
    bench.ledger.limit = BigInt(tokens) * 20n;
    bench.stub.faults.next('proxy_502');
    const { items } = await bench.embed(['no second chance']);
    expect(items[0]?.error).toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      facts: { billed: 'unknown', status: 502 },
      message: expect.stringMatching(/It was not tried again: the .* budget of .* has no room/),
    });
    expect(items[0]?.error?.message).not.toContain('Nothing was sent');
    await settledIsBill();
  });

  it.each([
    'wrong_dimensions',
    'nan',
    'infinity',
    'zero_vector',
    'mostly_zero',
    'constant_vector',
    'repeated_values',
    'wrong_norm',
    'missing_index',
    'duplicate_index',
    'wrong_index',
    'wrong_model',
  ] as const)('%s: asked for once more, never returned, never kept', async (kind) => {
    bench.stub.faults.always(kind);
    const answer = await bench.embed(['first text', 'second text', 'third text']);
    const failed = answer.items.filter((item) => item.error);
    expect(failed.length).toBeGreaterThan(0);
    for (const item of failed) expect(item.error).toMatchObject({ code: 'UNSOUND_VECTORS' });
    const sound = answer.items.filter((item) => item.vector);
    expect(bench.recall.kept.size).toBe(sound.length);
    expect(answer.requests).toBe(2);
    const { billed, uncertain } = await settledIsBill();
    expect(uncertain).toBe(0n);
    expect(bench.ledger.settledTokens).toBe(billed.billedTokens);
    expect(bench.quality.reports.length).toBeGreaterThan(0);
    expect(bench.quality.reports[0]?.failed).toBeGreaterThan(0);
  });

  it.each(['nan', 'wrong_dimensions', 'missing_index'] as const)(
    '%s once: healed by the second try',
    async (kind) => {
      bench.stub.faults.next(kind, { items: [1] });
      const answer = await bench.embed(['first text', 'second text', 'third text']);
      expect(vectorsOf(answer).every(Boolean)).toBe(true);
      expect(bench.stub.journal.entries().map((entry) => entry.inputs)).toEqual([3, 1]);
      await settledIsBill();
    },
  );

  it('shuffled: matched by index, not by position', async () => {
    const texts = Array.from({ length: 20 }, (_, index) => `text ${index}`);
    const straight = await bench.embed(texts);
    bench.stub.faults.next('shuffled');
    const shuffled = await bench.embed(texts, { projectId: 'other' });
    expect(vectorsOf(shuffled)).toEqual(vectorsOf(straight));
  });

  it('wrong usage: the provider’s meter is what is settled, even past the hold', async () => {
    bench.stub.faults.next('wrong_usage', { factor: 3 });
    const answer = await bench.embed(['metered three times']);
    const { billed } = await settledIsBill();
    expect(bench.ledger.sum('settled')).toBe(billed.billedNanoUsd);
    expect(answer.billedTokens).toBe(answer.tokens * 3);
  });

  it('missing usage: our exact count stands in and says so', async () => {
    bench.stub.faults.next('missing_usage');
    const answer = await bench.embed(['uncounted']);
    await settledIsBill();
    expect(bench.ledger.settledTokens).toBe(answer.tokens);
    expect([...bench.ledger.entries.values()][0]?.outcome).toMatchObject({ usage: 'counted' });
  });

  it('keeps what one batch paid for when the next is rejected', async () => {
    const texts = Array.from(
      { length: 3000 },
      (_, index) => `text ${index}${index === 2900 ? ' poison' : ''}`,
    );
    bench.stub.faults.always('bad_request', { match: { contains: 'poison' } });
    const answer = await bench.embed(texts);
    const sound = answer.items.filter((item) => item.vector).length;
    expect(sound).toBeGreaterThan(900);
    bench.stub.faults.clear();
    const again = await bench.embed(texts);
    expect(again.cachedInputs).toBe(sound);
    expect(vectorsOf(again).every(Boolean)).toBe(true);
    const paid = [...bench.stub.journal.summary().paidCounts.values()];
    expect(Math.max(...paid)).toBe(1);
  });

  it('survives a storm of mixed faults with the ledger right', async () => {
    bench.stub.faults.random(
      {
        rate_limit: 0.1,
        server_error: 0.1,
        reset_after: 0.05,
        nan: 0.1,
        truncated: 0.05,
        missing_index: 0.05,
      },
      42,
    );
    await Promise.all(
      Array.from({ length: 60 }, (_, index) => bench.embed([`storm ${index} a`, `storm ${index} b`])),
    );
    await settledIsBill();
    for (const { vector } of bench.recall.kept.values()) {
      expect(vector.every(Number.isFinite)).toBe(true);
      expect(Math.hypot(...vector)).toBeCloseTo(1, 3);
    }
  });
});

describe('callers that leave', () => {
  it('rejects at once, still keeps and settles what was out, and sends nothing further', async () => {
    bench.stub.gate.hold('after_billing');
    const leave = new AbortController();
    const call = bench.embed(['paid already'], { signal: leave.signal });
    await bench.stub.gate.waitFor(1);
    leave.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    bench.stub.gate.release();
    await bench.engine.drain(2000);
    expect(bench.ledger.states()).toEqual(['settled']);
    expect(bench.recall.kept.size).toBe(1);
  });

  it('sends nothing for a caller that has already left', async () => {
    await expect(bench.embed(['x'], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    await bench.engine.drain(2000);
    expect(bench.stub.journal.entries()).toHaveLength(0);
    expect(bench.ledger.sum('held')).toBe(0n);
  });

  it('gives up at the deadline', async () => {
    bench.stub.gate.hold('after_billing');
    await expect(bench.embed(['slow'], { timeoutMs: 50 })).rejects.toMatchObject({
      code: 'DEADLINE_EXCEEDED',
    });
    bench.stub.gate.release();
  });

  it('refuses new calls once it drains', async () => {
    await bench.engine.drain(1000);
    await expect(bench.embed(['late'])).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
  });
});
