import type { z } from 'zod';
import type { liveEvent } from './schemas/live.ts';

export type LiveEvent = z.infer<typeof liveEvent>;
export type LiveEventType = LiveEvent['type'];

/** Fan-out of what changed. Bursts of one type are merged, since a client only refetches. */
export interface LiveHub {
  publish(type: LiveEventType): void;
  /** Ends when the signal aborts or the hub closes. */
  subscribe(signal: AbortSignal): AsyncIterable<LiveEvent>;
  close(): void;
}
