import { LedgerUnavailableError } from '@weighbridge/embeddings/domain';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LostHolds } from './lost-holds.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('a lost hold tells for ten seconds, unless one goes well; a refused one tells nothing', async () => {
  const holds = new LostHolds();
  const full = new LedgerUnavailableError('the disk is full');
  const lose = () => expect(holds.watch(Promise.reject(full))).rejects.toBe(full);
  await lose();
  expect(() => holds.assertNone()).toThrow(full);
  vi.advanceTimersByTime(9_999);
  expect(() => holds.assertNone()).toThrow(full);
  vi.advanceTimersByTime(1);
  holds.assertNone();
  await lose();
  expect(await holds.watch(Promise.resolve('held'))).toBe('held');
  holds.assertNone();
  await expect(holds.watch(Promise.reject(new Error('over budget')))).rejects.toThrow('over budget');
  holds.assertNone();
});
