import { setTimeout } from 'node:timers/promises';
import type { Clock } from '@weighbridge/embeddings';

export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    signal?.throwIfAborted();
    try {
      await setTimeout(ms, undefined, signal ? { signal } : {});
    } catch (error) {
      // Node wraps the reason in an AbortError of its own.
      signal?.throwIfAborted();
      throw error;
    }
  },
};
