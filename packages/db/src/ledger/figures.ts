import type { EntryKind } from '@weighbridge/embeddings/domain';
import type { Contribution } from './contribution.ts';

type FreeKind = Exclude<EntryKind, 'attempt' | 'adjustment'>;

/** A column of the sums. */
export type Figure =
  | 'requests'
  | 'failed_attempts'
  | 'settled_nano_usd'
  | 'overrun_nano_usd'
  | 'settled_tokens'
  | 'paid_inputs'
  | `${FreeKind}_${'inputs' | 'tokens' | 'nano_usd'}`;

export type Figures = Readonly<Partial<Record<Figure, keyof Contribution>>>;

function ofFree<K extends FreeKind>(kind: K): Figures {
  return {
    [`${kind}_inputs`]: 'inputs',
    [`${kind}_tokens`]: 'tokens',
    [`${kind}_nano_usd`]: 'wouldHaveNanoUsd',
  };
}

/**
 * Which part of an entry's contribution is added to which sum. Kinds stand beside each other in one row: read as rows of
 * their own, they made every sum several times as long to read.
 */
export const FIGURES_OF: Readonly<Record<EntryKind, Figures>> = {
  attempt: {
    requests: 'requests',
    failed_attempts: 'failedAttempts',
    settled_nano_usd: 'nanoUsd',
    overrun_nano_usd: 'overrunNanoUsd',
    settled_tokens: 'tokens',
    paid_inputs: 'inputs',
  },
  adjustment: { settled_nano_usd: 'nanoUsd' },
  free: ofFree('free'),
  recalled: ofFree('recalled'),
  coalesced: ofFree('coalesced'),
  deduplicated: ofFree('deduplicated'),
  truncated: ofFree('truncated'),
};

/** Every column, once. */
export const FIGURES = [
  ...new Set(Object.values(FIGURES_OF).flatMap((figures) => Object.keys(figures))),
] as readonly Figure[];
