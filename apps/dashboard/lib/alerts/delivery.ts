import { formatUntil } from '../format/time.ts';
import type { Delivery } from '../trpc/types.ts';

interface DeliveryState {
  tone: 'good' | 'warn' | 'bad' | 'plain';
  word: string;
  /** What came back, and what happens next; empty when the word says it all. */
  note: string;
}

type Facts = Pick<Delivery, 'state' | 'attempts' | 'lastError' | 'nextAt'>;

/** How a delivery stands, for people. */
export function deliveryState({ state, attempts, lastError, nextAt }: Facts, now: number): DeliveryState {
  if (state === 'delivered') return { tone: 'good', word: 'delivered', note: '' };
  if (state === 'failed') return { tone: 'bad', word: 'failed', note: lastError ?? '' };
  if (lastError === null) return { tone: 'plain', word: attempts === 0 ? 'waiting' : 'on its way', note: '' };
  return {
    tone: 'warn',
    word: 'trying',
    note: `${lastError} Tried again ${formatUntil(nextAt ?? '', now)}.`,
  };
}
