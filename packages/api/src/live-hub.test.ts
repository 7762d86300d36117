import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LiveEvent, LiveHub } from './live.ts';
import { createLiveHub } from './live-hub.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Reads a subscription in the background. */
function listen(hub: LiveHub, signal = new AbortController().signal) {
  const types: string[] = [];
  const done = (async () => {
    for await (const event of hub.subscribe(signal)) types.push(event.type);
  })();
  return { types, done };
}

describe('live hub', () => {
  it('says hello first, then what changed at once', async () => {
    const hub = createLiveHub();
    const { types } = listen(hub);
    await vi.advanceTimersByTimeAsync(0);
    expect(types).toEqual(['hello']);
    hub.publish('spend');
    await vi.advanceTimersByTimeAsync(0);
    expect(types).toEqual(['hello', 'spend']);
  });

  it('merges a burst of one type, and always sends the last change', async () => {
    const hub = createLiveHub();
    const { types } = listen(hub);
    await vi.advanceTimersByTimeAsync(0);
    for (let sent = 0; sent < 1000; sent += 1) {
      hub.publish('spend');
      await vi.advanceTimersByTimeAsync(1);
    }
    await vi.advanceTimersByTimeAsync(250);
    const spend = types.filter((type) => type === 'spend').length;
    expect(spend).toBeGreaterThanOrEqual(4);
    expect(spend).toBeLessThanOrEqual(6);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(types.filter((type) => type === 'spend').length).toBe(spend);
  });

  it('does not let one type wait for another', async () => {
    const hub = createLiveHub();
    const { types } = listen(hub);
    await vi.advanceTimersByTimeAsync(0);
    hub.publish('spend');
    hub.publish('mode');
    await vi.advanceTimersByTimeAsync(0);
    expect(types).toEqual(['hello', 'spend', 'mode']);
  });

  it('keeps at most one event of each type for a subscriber that does not read', async () => {
    const hub = createLiveHub();
    const reader = hub.subscribe(new AbortController().signal)[Symbol.asyncIterator]();
    await reader.next();
    const pending = reader.next();
    for (let sent = 0; sent < 100; sent += 1) {
      hub.publish('spend');
      hub.publish('quality');
      await vi.advanceTimersByTimeAsync(300);
    }
    const read = [(await pending).value, (await reader.next()).value, (await reader.next()).value];
    const last = reader.next();
    hub.close();
    expect(read.map((event: LiveEvent) => event.type)).toEqual(['spend', 'spend', 'quality']);
    expect((await last).done).toBe(true);
  });

  it('ends when the subscriber leaves, and when the hub closes', async () => {
    const hub = createLiveHub();
    const leaving = new AbortController();
    const left = listen(hub, leaving.signal);
    const stayed = listen(hub);
    await vi.advanceTimersByTimeAsync(0);
    leaving.abort();
    await left.done;
    hub.publish('mode');
    await vi.advanceTimersByTimeAsync(0);
    hub.close();
    await stayed.done;
    expect(left.types).toEqual(['hello']);
    expect(stayed.types).toEqual(['hello', 'mode']);
    await listen(hub).done;
  });
});
