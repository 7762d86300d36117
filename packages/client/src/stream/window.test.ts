import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collect } from '../../test/collect.ts';
import { ABORTED, inOrder } from './window.ts';

async function* counting(upTo: number, onRead: (at: number) => void = () => undefined) {
  for (let at = 0; at < upTo; at++) {
    onRead(at);
    yield at;
  }
}

test('outcomes come in the items’ order, whatever order they end in, and never more than the width are out', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 5 }),
      async (delays, width) => {
        let out = 0;
        const start = async (at: number) => {
          out += 1;
          expect(out).toBeLessThanOrEqual(width);
          for (let turns = delays[at]!; turns > 0; turns--) await Promise.resolve();
          out -= 1;
          return at;
        };
        const given = { source: counting(delays.length), width: () => width, start, signal: undefined };
        expect(await collect(inOrder(given))).toEqual(delays.map((_, at) => at));
      },
    ),
    { numRuns: 100 },
  );
});

test('a reader that waits stops the source: it is never read further ahead than the width', async () => {
  let read = 0;
  const source = counting(1000, () => {
    read += 1;
  });
  const taken: number[] = [];
  for await (const at of inOrder({ source, width: () => 3, start: async (at) => at, signal: undefined })) {
    taken.push(at);
    await sleep(1);
    expect(read).toBeLessThanOrEqual(taken.length + 3);
    if (taken.length === 20) break;
  }
  expect(taken).toEqual(Array.from({ length: 20 }, (_, at) => at));
});

test('a source that is slow does not keep back what is done', async () => {
  const { promise: more, resolve: goOn } = Promise.withResolvers<void>();
  async function* slow() {
    yield 1;
    await more;
    yield 2;
  }
  const outcomes = inOrder({ source: slow(), width: () => 4, start: async (at) => at, signal: undefined });
  expect((await outcomes.next()).value).toBe(1);
  goOn();
  expect((await outcomes.next()).value).toBe(2);
  expect((await outcomes.next()).done).toBe(true);
});

test('a source that throws is heard after the outcomes of what it gave', async () => {
  async function* failing() {
    yield 1;
    yield 2;
    throw new Error('the file ended');
  }
  const seen: number[] = [];
  const all = async () => {
    const start = (at: number) => sleep(3 - at, at);
    for await (const at of inOrder({ source: failing(), width: () => 9, start, signal: undefined }))
      seen.push(at);
  };
  await expect(all()).rejects.toThrow('the file ended');
  expect(seen).toEqual([1, 2]);
});

test('an abort ends it at once, even while a source or a piece of work hangs; the source is closed', async () => {
  let closed = false;
  async function* hanging() {
    try {
      yield 1;
      yield 2;
    } finally {
      closed = true;
    }
  }
  const abort = new AbortController();
  const start = () => new Promise<never>(() => undefined);
  const outcomes = inOrder({ source: hanging(), width: () => 1, start, signal: abort.signal });
  const next = outcomes.next();
  await sleep(1);
  abort.abort();
  await expect(next).rejects.toBe(ABORTED);
  expect(closed).toBe(true);

  const never = { next: () => new Promise<never>(() => undefined) };
  const later = new AbortController();
  const blocked = inOrder({ source: never, width: () => 1, start, signal: later.signal }).next();
  later.abort();
  await expect(blocked).rejects.toBe(ABORTED);
});
