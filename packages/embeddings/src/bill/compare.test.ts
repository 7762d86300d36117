import { describe, expect, it } from 'vitest';
import { type Coverage, compareBill, type LedgerDay, type UncertainOfDay } from './compare.ts';

const DAY = Date.UTC(2026, 2, 1);
const model = 'small';
const both: Coverage = { usage: () => true, costs: () => true };
const onlyUsage: Coverage = { usage: () => true, costs: () => false };
const settled = (tokens: number, requests = 1): LedgerDay => ({
  day: DAY,
  model,
  requests,
  tokens,
  nanoUsd: BigInt(tokens) * 20n,
});
const uncertain = (id: string, tokens: number): UncertainOfDay => ({
  id,
  day: DAY,
  model,
  tokens,
  nanoUsd: BigInt(tokens) * 20n,
});
const usage = (tokens: number, requests: number) => ({ day: DAY, model, requests, tokens, nanoUsd: null });
const cost = (nanoUsd: bigint) => ({ day: DAY, model, requests: null, tokens: null, nanoUsd });

describe('the ledger beside the bill', () => {
  it('agrees, and then nothing uncertain was billed', () => {
    const [row] = compareBill([usage(10, 1), cost(201n)], [settled(10)], [uncertain('a', 7)], both);
    expect(row).toMatchObject({
      verdict: 'agrees',
      difference: { requests: 0, tokens: 0, nanoUsd: 1n },
      found: { billed: [], notBilled: ['a'] },
    });
  });

  it('is explained by the one choice of uncertain attempts that fits', () => {
    const open = [uncertain('a', 7), uncertain('b', 11), uncertain('c', 2)];
    const [row] = compareBill([usage(19, 3)], [settled(10)], open, onlyUsage);
    expect(row).toMatchObject({
      verdict: 'explained',
      difference: { requests: 2, tokens: 9, nanoUsd: null },
      uncertain: { attempts: 3, tokens: 20, nanoUsd: 400n },
      found: { billed: ['a', 'c'], notBilled: ['b'] },
    });
  });

  it('names nobody where several choices fit, or where there are too many to try', () => {
    const twins = [uncertain('a', 7), uncertain('b', 7)];
    expect(compareBill([usage(17, 2)], [settled(10)], twins, onlyUsage)[0]).toMatchObject({
      verdict: 'explained',
      found: null,
    });
    const many = Array.from({ length: 40 }, (_, index) => uncertain(`u${index}`, 5));
    expect(compareBill([usage(60, 11)], [settled(10)], many, onlyUsage)[0]).toMatchObject({
      verdict: 'explained',
      found: null,
    });
    expect(compareBill([usage(500, 41)], [settled(10)], many, onlyUsage)[0]?.verdict).toBe('differs');
  });

  it.each([
    ['less than the ledger', usage(9, 1)],
    ['more than anything uncertain', usage(30, 2)],
    ['tokens that fit in requests that do not', usage(17, 3)],
  ])('differs where the bill has %s', (_, line) => {
    const [row] = compareBill([line], [settled(10)], [uncertain('a', 7)], onlyUsage);
    expect(row).toMatchObject({ verdict: 'differs', found: null });
  });

  it('counts what a covered day does not name as nothing, and leaves other days out', () => {
    const until: Coverage = { usage: (day) => day <= DAY, costs: () => false };
    const later = { ...settled(5), day: DAY + 86_400_000 };
    const rows = compareBill([], [settled(10), later], [], until);
    expect(rows).toMatchObject([{ day: DAY, bill: { tokens: 0, nanoUsd: null }, verdict: 'differs' }]);
    expect(compareBill([usage(3, 1)], [], [], until)).toMatchObject([
      { ledger: { tokens: 0 }, verdict: 'differs' },
    ]);
  });
});
