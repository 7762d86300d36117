import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '@weighbridge/embeddings';

/** Stands where the conductor of the run put it; pauses are real ones. */
export class VirtualClock implements Clock {
  at: number;

  constructor(at: number) {
    this.at = at;
  }

  now(): number {
    return this.at;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await wait(ms, undefined, signal ? { signal } : {});
  }
}
