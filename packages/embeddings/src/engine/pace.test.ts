import { afterEach, expect, test } from 'vitest';
import { type EngineBench, engineBench } from '../../test/engine-bench.ts';
import { findModel } from '../models/catalogue.ts';
import { fixedCatalogue } from '../models/fixed-catalogue.ts';

const model = findModel('text-embedding-3-small');
let bench: EngineBench;

afterEach(() => bench.close());

/** `count` different texts of exactly 100 tokens. */
function texts(count: number, name: string): string[] {
  return Array.from({ length: count }, (_, index) => {
    const start = `${name} ${String(index).padStart(3, '0')}`;
    return start + ' word'.repeat(97);
  });
}

test('a call waits within the provider’s limit, and a caller that leaves meanwhile gets its hold back', async () => {
  const limits = { ...model.limits, maxTokensPerRequest: 1000 };
  bench = await engineBench({
    stub: { rateLimits: { tokensPerMinute: 5000 } },
    deps: { models: fixedCatalogue([{ ...model, limits }]) },
  });
  // All but the reserve is used up; nothing was refused on the way there.
  const first = await bench.embed(texts(45, 'a'));
  expect(first.items.every((item) => item.vector)).toBe(true);
  expect(bench.stub.stats().requests).toBe(5);

  const leaving = new AbortController();
  const waiting = bench.embed(texts(20, 'b'), { signal: leaving.signal });
  await expect.poll(() => bench.ledger.states().filter((state) => state === 'held')).toHaveLength(2);
  leaving.abort();
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  await expect.poll(() => bench.ledger.states().filter((state) => state === 'released')).toHaveLength(2);
  expect(bench.stub.stats().requests).toBe(5);

  // A small call takes what bulk has to leave.
  const small = await bench.embed(texts(1, 'c'));
  expect(small.items[0]?.vector).toBeDefined();
  expect(bench.stub.journal.entries().filter((entry) => entry.status !== 200)).toEqual([]);

  // The end does not wait for a turn: what is held is given back, and the call is told.
  const cut = bench.embed(texts(20, 'd'));
  cut.catch(() => undefined);
  await expect.poll(() => bench.ledger.states().filter((state) => state === 'held')).toHaveLength(2);
  await bench.engine.close();
  const answer = await cut;
  expect(answer.items.every((item) => item.error?.code === 'SHUTTING_DOWN')).toBe(true);
  expect(bench.ledger.states().filter((state) => state === 'held')).toEqual([]);
});
