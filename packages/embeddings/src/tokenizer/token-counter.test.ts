import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createTokenCounter, createTokenizer, type TokenCounter, TokenCounterError } from './index.ts';

// Seconds of work on a quiet machine; the tests may share theirs.
vi.setConfig({ testTimeout: 60_000 });

const tokenizer = createTokenizer();
const open: TokenCounter[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((counter) => counter.close()));
});

function counterOf(options: { workers?: number; inlineBytes?: number }): TokenCounter {
  const counter = createTokenCounter(options);
  open.push(counter);
  return counter;
}

const counted = (texts: readonly string[]) => Uint32Array.from(texts, (text) => tokenizer.count(text));
const article = (words: number) =>
  Array.from({ length: words }, (_, at) => `word${at % 97} naïve 中文, ${at}`).join(' ');

/** Runs `act` with the workers that are started meanwhile. */
async function withStartedWorkers(act: (workers: Worker[]) => Promise<void>): Promise<void> {
  const workers: Worker[] = [];
  const note = (worker: Worker) => workers.push(worker);
  process.on('worker', note);
  try {
    await act(workers);
  } finally {
    process.off('worker', note);
  }
}

describe('countMany', () => {
  it.each([
    ['on the calling thread', { inlineBytes: 1e9 }],
    ['in a worker', { inlineBytes: 0, workers: 1 }],
    ['in several workers', { inlineBytes: 0, workers: 3 }],
  ])('counts exactly and in order, %s', async (_, options) => {
    tokenizer.count('loads the tables');
    const texts = [
      ...Array.from({ length: 3_000 }, (_, at) => article(at % 40)),
      '',
      article(30_000),
      'last',
      '\ud800',
    ];
    expect(await counterOf(options).countMany(texts)).toEqual(counted(texts));
  });

  it('counts long texts exactly, with places to cut them and without', async () => {
    const texts = [
      'x',
      article(120_000),
      'a'.repeat(2_500_000),
      `${article(9_000)}${'中'.repeat(1_200_000)} end.`,
    ];
    expect(await counterOf({ workers: 2 }).countMany(texts)).toEqual(counted(texts));
  });

  it('keeps apart the parts of long texts that share a worker', async () => {
    const counter = counterOf({ workers: 1, inlineBytes: 0 });
    await counter.countMany(['ready']);
    const texts = ['a', '中', 'b', '1', ' '].map((unit, at) => unit.repeat(1_200_000 + at * 700_000));
    const answers = await Promise.all(texts.map((text) => counter.countMany([text, text.slice(1)])));
    expect(answers).toEqual(texts.map((text) => counted([text, text.slice(1)])));
  });

  it('answers many calls at a time, each its own', async () => {
    const counter = counterOf({ workers: 2, inlineBytes: 200 });
    const calls = Array.from({ length: 60 }, (_, at) => [article(at * 20), `call ${at}`, article(at)]);
    const answers = await Promise.all(calls.map((texts) => counter.countMany(texts)));
    expect(answers).toEqual(calls.map(counted));
  });

  it('lets a short call pass a long one', async () => {
    const counter = counterOf({ workers: 1, inlineBytes: 0 });
    await counter.countMany(['ready']);
    const order: string[] = [];
    await Promise.all([
      counter.countMany(Array.from({ length: 20 }, () => article(40_000))).then(() => order.push('long')),
      counter.countMany(['short']).then(() => order.push('short')),
    ]);
    expect(order).toEqual(['short', 'long']);
  });

  it('may stop early above the limit, and only there', async () => {
    const texts = ['a few words', article(2_000), 'a'.repeat(1_500_000), article(40_000), 'a few more'];
    const exactCounts = counted(texts);
    for (const options of [{ inlineBytes: 1e9 }, { inlineBytes: 0, workers: 2 }]) {
      const counter = counterOf(options);
      for (const limitPerText of [3, 8_191, 100_000]) {
        const counts = await counter.countMany(texts, { limitPerText });
        for (const [at, exact] of exactCounts.entries()) {
          const count = counts[at] as number;
          expect(exact <= limitPerText ? count === exact : count > limitPerText).toBe(true);
        }
      }
    }
  });

  it('needs no worker for texts whose length alone is above the limit', async () => {
    await withStartedWorkers(async (workers) => {
      const [count] = await counterOf({ inlineBytes: 0 }).countMany(['a'.repeat(50_000_000)], {
        limitPerText: 8_191,
      });
      expect(count).toBeGreaterThan(8_191);
      expect(workers).toHaveLength(0);
    });
  });

  it('shares the calling thread out over turns of the event loop', async () => {
    const counter = counterOf({ inlineBytes: 1e6 });
    tokenizer.count('loads the tables');
    let turns = 0;
    let counting = true;
    const turn = () => {
      turns++;
      if (counting) {
        setImmediate(turn);
      }
    };
    setImmediate(turn);
    await Promise.all(Array.from({ length: 20 }, () => counter.countMany(['/'.repeat(20_000)])));
    counting = false;
    expect(turns).toBeGreaterThan(3);
  });

  it('rejects what is no text and what is no limit', async () => {
    const counter = counterOf({});
    await expect(counter.countMany(['a', 7 as unknown as string])).rejects.toThrow(/texts\[1\]/);
    await expect(counter.countMany(['a'], { limitPerText: Number.NaN })).rejects.toThrow(RangeError);
    expect(await counter.countMany([])).toEqual(new Uint32Array(0));
    expect(await counter.countMany(['', ''])).toEqual(new Uint32Array(2));
  });

  it.each([{ workers: 0 }, { workers: 1.5 }, { inlineBytes: -1 }])('refuses %j', (options) => {
    expect(() => createTokenCounter(options)).toThrow(RangeError);
  });
});

describe('abort', () => {
  it('rejects at once with the reason, and the counter goes on', async () => {
    const counter = counterOf({ workers: 1, inlineBytes: 0 });
    await counter.countMany(['ready']);
    for (const texts of [Array.from({ length: 50 }, () => article(40_000)), ['/'.repeat(4_000_000)]]) {
      const abort = new AbortController();
      const reason = new Error('no longer wanted');
      const call = counter.countMany(texts, { signal: abort.signal });
      setTimeout(() => abort.abort(reason), 20);
      const from = performance.now();
      await expect(call).rejects.toBe(reason);
      expect(performance.now() - from).toBeLessThan(1_500);
    }
    expect(await counter.countMany([article(50)])).toEqual(counted([article(50)]));
  });

  it('starts nothing when aborted before', async () => {
    await withStartedWorkers(async (workers) => {
      const call = counterOf({ inlineBytes: 0 }).countMany(['a'], { signal: AbortSignal.abort() });
      await expect(call).rejects.toMatchObject({ name: 'AbortError' });
      expect(workers).toHaveLength(0);
    });
  });
});

describe('workers', () => {
  it('rejects what a worker that died was counting, and replaces it', async () => {
    await withStartedWorkers(async (workers) => {
      const counter = counterOf({ workers: 1, inlineBytes: 0 });
      await counter.countMany(['ready']);
      const [failing, alsoFailing] = [
        counter.countMany(['/'.repeat(900_000)]),
        counter.countMany([article(60_000)]),
      ];
      await workers[0]!.terminate();
      for (const call of [failing, alsoFailing]) {
        await expect(call).rejects.toBeInstanceOf(TokenCounterError);
        await expect(call).rejects.toMatchObject({ code: 'TOKENIZER_FAILED' });
      }
      expect(await counter.countMany([article(50)])).toEqual(counted([article(50)]));
      expect(workers).toHaveLength(2);
    });
  });

  it('replaces a worker that died while idle without anyone noticing', async () => {
    await withStartedWorkers(async (workers) => {
      const counter = counterOf({ workers: 1, inlineBytes: 0 });
      await counter.countMany(['ready']);
      await workers[0]!.terminate();
      expect(await counter.countMany([article(50)])).toEqual(counted([article(50)]));
    });
  });

  it('starts no more than asked for', async () => {
    await withStartedWorkers(async (workers) => {
      const counter = counterOf({ workers: 2, inlineBytes: 0 });
      await Promise.all(Array.from({ length: 30 }, () => counter.countMany([article(4_000)])));
      expect(workers.length).toBeLessThanOrEqual(2);
    });
  });

  it('builds the tables off the thread, and keeps the process alive only while counting', async () => {
    const script = `
      const { createTokenCounter } = await import(${JSON.stringify(new URL('./index.ts', import.meta.url).href)});
      const counter = createTokenCounter();
      let last = performance.now(), longest = 0;
      const timer = setInterval(() => { longest = Math.max(longest, performance.now() - last); last = performance.now(); }, 5);
      const counts = await counter.countMany(['hello world', 'a'.repeat(200000)]);
      clearInterval(timer);
      console.log(JSON.stringify({ counts: [...counts], longest }));
    `;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      {
        timeout: 20_000,
      },
    );
    const { counts, longest } = JSON.parse(stdout) as { counts: number[]; longest: number };
    expect(counts).toEqual([2, 25_000]);
    expect(longest).toBeLessThan(250);
  });
});

describe('close', () => {
  it('rejects what is not counted yet and whatever comes later', async () => {
    const counter = counterOf({ workers: 1, inlineBytes: 0 });
    const call = counter.countMany([article(100_000)]);
    const closing = counter.close();
    await expect(call).rejects.toMatchObject({ code: 'TOKENIZER_CLOSED' });
    await closing;
    await expect(counter.countMany(['a'])).rejects.toMatchObject({ code: 'TOKENIZER_CLOSED' });
    await counter.close();
  });
});
