import type { NanoUsd } from '@weighbridge/embeddings/domain';

/**
 * The largest amount a row may hold (4.6 billion dollars): far enough below 2^63 that a sum of settled, held and
 * uncertain cannot leave SQLite's integers and turn into a float.
 */
export const MAX_NANO_USD: NanoUsd = 2n ** 62n;

/** @throws RangeError for what cannot be an amount; a negative hold would make room that does not exist. */
export function assertAmount(what: string, amount: NanoUsd): void {
  if (typeof amount !== 'bigint' || amount < 0n || amount > MAX_NANO_USD) {
    throw new RangeError(`${what} must be between 0 and ${MAX_NANO_USD} nano-USD, not ${amount}.`);
  }
}

/** @throws RangeError */
export function assertCount(what: string, count: number): void {
  if (!Number.isSafeInteger(count) || count < 0) {
    throw new RangeError(`${what} must be a whole number from 0, not ${count}.`);
  }
}
