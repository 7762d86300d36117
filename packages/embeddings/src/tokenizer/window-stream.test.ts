import fc from 'fast-check';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { createTokenCounter, createTokenizer } from './index.ts';
import { WindowStream } from './window-stream.ts';

vi.setConfig({ testTimeout: 60_000 });

const tokenizer = createTokenizer();
const counter = createTokenCounter({ workers: 1, inlineBytes: 0 });
afterAll(() => counter.close());

const words = fc
  .array(
    fc.constantFrom(
      ' word',
      ' Übung',
      '中文字',
      '👩‍👩‍👧',
      '\n\n',
      '   ',
      'aaaaaaaa',
      "'re",
      '12345',
      '=====',
      '\u3000',
    ),
    {
      minLength: 1,
      maxLength: 3_000,
    },
  )
  .map((parts) => parts.join(''));

describe('windows of a text that arrives in parts', () => {
  it('are those of the whole, wherever it is parted', () => {
    fc.assert(
      fc.property(
        words,
        fc.integer({ min: 4, max: 40 }),
        fc.integer({ min: 1, max: 9_000 }),
        (text, limit, size) => {
          const stream = new WindowStream(tokenizer, limit, Number.MAX_SAFE_INTEGER);
          const pairs: number[] = [];
          for (let at = 0; at < text.length; at += size) {
            pairs.push(...stream.push(text.slice(at, at + size), at + size >= text.length));
          }
          expect(pairs).toEqual(tokenizer.split(text, limit).flatMap(({ end, tokens }) => [end, tokens]));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('come from a worker alike, as many as are wanted', async () => {
    const text = 'The quick brown fox; 中文, jumps over 12345 lazy dogs. '.repeat(40_000);
    const all = tokenizer.split(text, 8191);
    expect(await counter.cut(text, 8191)).toEqual(all);
    expect(await counter.cut(text, 8191, { mostWindows: 1 })).toEqual(all.slice(0, 1));
    expect(all.map((window) => window.text).join('')).toBe(text);
  });

  it('of a long text leave the worker to others between two parts, and stop when they are not wanted', async () => {
    const done: string[] = [];
    const leave = new AbortController();
    const long = counter.cut('word '.repeat(3_000_000), 8191, { signal: leave.signal });
    const ended = long.then(
      () => done.push('long'),
      () => done.push('stopped'),
    );
    await counter.countMany(['a short one']);
    done.push('short');
    leave.abort();
    await ended;
    expect(done).toEqual(['short', 'stopped']);
    expect(await counter.cut('word '.repeat(9_000), 8191)).toHaveLength(2);
  });

  it('need room for any character', async () => {
    await expect(counter.cut('a', 3)).rejects.toThrow(RangeError);
  });
});
