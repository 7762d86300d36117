import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { get_encoding } from 'tiktoken';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createTokenCounter, createTokenizer } from './index.ts';

// Seconds of work on a quiet machine; the tests may share theirs.
vi.setConfig({ testTimeout: 60_000 });

const reference = get_encoding('cl100k_base');
const tokenizer = createTokenizer();
const counter = createTokenCounter({ workers: 1 });
afterAll(async () => {
  reference.free();
  await counter.close();
});

/** Bytes that are no text, the same in each run. */
function randomText(bytes: number): string {
  const noise = Buffer.alloc(bytes);
  let state = 42;
  for (let at = 0; at < bytes; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    noise[at] = state >>> 24;
  }
  return noise.toString('utf8');
}

const family = '👩‍👩‍👧‍👦';

describe('hostile texts of a megabyte', () => {
  // Each closed form is checked against tiktoken at a size that it can do.
  const repeated: [name: string, unit: string, tokens: (times: number) => number][] = [
    ['a', 'a', (times) => Math.ceil(times / 8)],
    ['blanks', ' ', (times) => Math.floor(times / 128) + (times % 128 > 0 ? 1 : 0)],
    ['slashes', '/', (times) => times / 64],
    ['dashes', '-', (times) => times / 64],
    ['中', '中', (times) => times],
    ['families of emoji', family, (times) => 18 * times],
    ['line breaks and blanks', '\n ', (times) => times / 2 + 1],
  ];

  it.each(repeated)('counts %s exactly, off the event loop', async (name, unit, tokens) => {
    const few = 128 * 4;
    expect(reference.encode_ordinary(unit.repeat(few)).length, name).toBe(tokens(few));

    const times = 128 * Math.floor(1_000_000 / 128 / Buffer.byteLength(unit));
    await counter.countMany(['ready']);
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }, 5);
    const [count] = await counter.countMany([unit.repeat(times)]);
    clearInterval(timer);
    expect(count).toBe(tokens(times));
    // 50 ms is the promise, 250 allows for a busy machine.
    expect(Math.max(longest, performance.now() - last)).toBeLessThan(250);
  });

  it('counts 300,000 blanks and then 300,000 letters exactly', () => {
    const text = (times: number) => ' '.repeat(times) + 'x'.repeat(times);
    // The last blank goes with the letters.
    const tokens = (times: number) =>
      tokenizer.count(' '.repeat(times - 1)) + tokenizer.count(` ${'x'.repeat(times)}`);
    expect(reference.encode_ordinary(text(1_000)).length).toBe(tokens(1_000));
    expect(tokenizer.count(text(300_000))).toBe(tokens(300_000));
  });

  it('counts random bytes exactly', () => {
    const text = randomText(1_000_000);
    expect(tokenizer.count(text)).toBe(reference.encode_ordinary(text).length);
  });

  it.each(['a', ' ', '/', 'ab', '=-', `${family}x`, '中a'])(
    'takes time linear in the length of %j, repeated',
    (unit) => {
      const time = (bytes: number) => {
        const text = unit.repeat(Math.floor(bytes / Buffer.byteLength(unit)));
        const from = performance.now();
        tokenizer.count(text);
        return performance.now() - from;
      };
      time(100_000);
      // Quadratic would be 64 times as long; the constant covers what a busy machine adds.
      expect(time(1_600_000)).toBeLessThan(8 * 4 * time(200_000) + 300);
    },
  );
});

describe('pieces that tiktoken cannot do in time, against an independent merge', () => {
  const mergeInOrder = referenceMerge();

  it.each([
    ['runs of one character', '////-/----////=====//-------'],
    ['letters of two kinds', 'abbaabababbbaaabab'],
    ['letters of many kinds', 'thequickbrownfoxjumpsoverthelazydogandthenthe'],
    ['stars and slashes', '/***************************/****/*'],
    ['Chinese without a break', '我们的语言模型读取的是词元而不是单词价格是按词元计算的'],
    ['dots and lines', '._.--__..~~..---...'],
  ])('agrees on %s', (_, unit) => {
    for (const size of [10, 1_000, 60_000]) {
      let text = '';
      for (let at = 0; text.length < size; at++) {
        text += unit.slice(0, 1 + ((at * at * 7) % unit.length));
      }
      expect(tokenizer.encode(text)).toEqual(mergeInOrder(text));
    }
  });
});

/**
 * Merges as the definition says, the pair of lowest rank first and the leftmost of equals, with a queue of pairs
 * for each rank. For texts of a single piece.
 */
function referenceMerge(): (text: string) => Uint32Array {
  const path = createRequire(import.meta.url).resolve('tiktoken/encoders/cl100k_base.json');
  const [, , ...tokens] = (JSON.parse(readFileSync(path, 'utf8')) as { bpe_ranks: string }).bpe_ranks.split(
    ' ',
  );
  const ranks = new Map(tokens.map((token, rank) => [Buffer.from(token, 'base64').toString('latin1'), rank]));

  return (text) => {
    const bytes = Buffer.from(text).toString('latin1');
    // Parts by their first byte: where each ends, and where the one before begins.
    const ends = Array.from(bytes, (_, at) => at + 1);
    const starts = Array.from(bytes, (_, at) => at - 1);
    const queues = new Map<number, Set<number>>();
    const ordered: number[] = [];
    const queue = (at: number) => {
      const middle = ends[at] as number;
      const rank = middle < bytes.length ? ranks.get(bytes.slice(at, ends[middle])) : undefined;
      if (rank !== undefined) {
        if (!queues.has(rank)) {
          queues.set(rank, new Set());
          pushOrdered(ordered, rank);
        }
        queues.get(rank)?.add(at);
      }
    };
    for (let at = 0; at < bytes.length; at++) {
      queue(at);
    }
    for (let rank = ordered.pop(); rank !== undefined; rank = ordered.pop()) {
      const positions = [...(queues.get(rank) ?? [])].sort((a, b) => a - b);
      queues.delete(rank);
      for (const [done, at] of positions.entries()) {
        const middle = ends[at] as number;
        if (middle < 0 || middle >= bytes.length || ranks.get(bytes.slice(at, ends[middle])) !== rank) {
          continue;
        }
        const end = ends[middle] as number;
        ends[at] = end;
        ends[middle] = -1;
        if (end < bytes.length) {
          starts[end] = at;
        }
        queue(at);
        if ((starts[at] as number) >= 0) {
          queue(starts[at] as number);
        }
        if ((ordered.at(-1) ?? rank) < rank) {
          // A pair of lower rank has come up: it goes first, then the rest of these.
          queues.set(rank, new Set([...(queues.get(rank) ?? []), ...positions.slice(done + 1)]));
          pushOrdered(ordered, rank);
          break;
        }
      }
    }
    const ids: number[] = [];
    for (let at = 0; at < bytes.length; at = ends[at] as number) {
      ids.push(ranks.get(bytes.slice(at, ends[at])) as number);
    }
    return new Uint32Array(ids);
  };
}

/** Keeps the list in descending order, without duplicates. */
function pushOrdered(list: number[], value: number): void {
  let at = list.length;
  while (at > 0 && (list[at - 1] as number) < value) {
    at--;
  }
  if (list[at - 1] !== value) {
    list.splice(at, 0, value);
  }
}
