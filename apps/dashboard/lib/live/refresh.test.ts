import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRefresher, type Stale, staleAfter } from './refresh.ts';

describe('staleAfter', () => {
  it('refetches everything on a new connection and on an event from a newer gateway', () => {
    expect(staleAfter('hello')).toBe('everything');
    expect(staleAfter('something-new')).toBe('everything');
  });
  it('refetches spend and the budgets it fills', () => {
    expect(staleAfter('spend')).toEqual(expect.arrayContaining(['spend', 'budgets']));
  });
});

describe('createRefresher', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('gathers a burst into one refresh', () => {
    const seen: Stale[] = [];
    const refresher = createRefresher((stale) => seen.push(stale));
    refresher.request(['spend', 'budgets']);
    refresher.request(['spend']);
    refresher.request(['quality']);
    vi.advanceTimersByTime(79);
    expect(seen).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(seen).toEqual([['spend', 'budgets', 'quality']]);
  });

  it('lets everything swallow the rest', () => {
    const seen: Stale[] = [];
    const refresher = createRefresher((stale) => seen.push(stale));
    refresher.request(['spend']);
    refresher.request('everything');
    vi.advanceTimersByTime(100);
    expect(seen).toEqual(['everything']);
  });

  it('keeps a gap under a steady stream, and forgets nothing that came in it', () => {
    const seen: Stale[] = [];
    const refresher = createRefresher((stale) => seen.push(stale));
    for (let ms = 0; ms < 2000; ms += 20) {
      refresher.request(['spend']);
      vi.advanceTimersByTime(20);
    }
    expect(seen.length).toBeGreaterThanOrEqual(3);
    expect(seen.length).toBeLessThanOrEqual(5);
    refresher.request(['quality']);
    vi.advanceTimersByTime(600);
    expect(seen.at(-1)).toEqual(expect.arrayContaining(['quality']));
  });

  it('repeats what changed lately, and nothing older', () => {
    const seen: Stale[] = [];
    const refresher = createRefresher((stale) => seen.push(stale), { memoryMs: 5000 });
    refresher.repeat();
    vi.advanceTimersByTime(1000);
    expect(seen).toEqual([]);
    refresher.request(['quality']);
    vi.advanceTimersByTime(3000);
    refresher.request(['alerts']);
    vi.advanceTimersByTime(3000);
    refresher.repeat();
    vi.advanceTimersByTime(3000);
    // Repeating is no change of its own: it does not go on for ever.
    refresher.repeat();
    vi.advanceTimersByTime(1000);
    expect(seen).toEqual([['quality'], ['alerts'], ['alerts']]);
    refresher.request('everything');
    vi.advanceTimersByTime(1000);
    refresher.repeat();
    vi.advanceTimersByTime(1000);
    expect(seen.slice(3)).toEqual(['everything', 'everything']);
  });

  it('is quiet after it was stopped', () => {
    const refresh = vi.fn();
    const refresher = createRefresher(refresh);
    refresher.request(['spend']);
    refresher.stop();
    vi.advanceTimersByTime(1000);
    expect(refresh).not.toHaveBeenCalled();
  });
});
