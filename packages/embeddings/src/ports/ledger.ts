import type { NanoUsd } from '../money.ts';

/**
 * `attempt`: sent to a paid provider. The others cost nothing: `free` (the mock or a local provider), `recalled` (the
 * cache), `coalesced` (a twin in flight paid), `deduplicated` (a repeat within the call), `truncated` (tokens of long texts
 * that were cut off). `adjustment`: spend that somebody entered by hand.
 */
export const ENTRY_KINDS = [
  'attempt',
  'free',
  'recalled',
  'coalesced',
  'deduplicated',
  'truncated',
  'adjustment',
] as const;

export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Who and what an entry is about. Never a text. */
export interface EntryContext {
  /** One call of a client; a call can make many attempts. */
  callId: string;
  /** From the caller, through the provider's request, to the ledger. */
  correlationId: string;
  projectId: string;
  keyId: string | null;
  /** Labels of the caller's own, sorted; see `normaliseTags`. */
  tags: readonly string[];
  mode: string;
  provider: string;
  model: string;
  space: string;
}

/** Asks for money before an attempt is sent. A hold belongs to exactly one attempt. */
export interface HoldRequest extends EntryContext {
  id: string;
  /** Which packed request of the call (0-based), and which attempt at it (1-based). */
  batch: number;
  attempt: number;
  inputs: number;
  tokens: number;
  nanoUsd: NanoUsd;
  /** Every budget scope the attempt falls in, such as `global`, `project:default`. */
  scopes: readonly string[];
}

/** How an attempt ended. `uncertain`: it may have been billed; counted against budgets until ops resolve it. */
export type AttemptOutcome =
  | {
      id: string;
      state: 'settled';
      tokens: number;
      nanoUsd: NanoUsd;
      /** `counted` when a billed answer did not report its usage and our exact count stands in. */
      usage: 'provider' | 'counted';
      providerRequestId: string | null;
      /** Wall time of the attempt in ms. */
      durationMs: number;
      errorCode: string | null;
    }
  | {
      id: string;
      state: 'released' | 'uncertain';
      providerRequestId: string | null;
      durationMs: number;
      errorCode: string;
    };

/** Work that cost nothing. `wouldHaveNanoUsd` is what the same tokens would have cost. */
export interface FreeEntry extends EntryContext {
  id: string;
  kind: Exclude<EntryKind, 'attempt' | 'adjustment'>;
  inputs: number;
  tokens: number;
  wouldHaveNanoUsd: NanoUsd;
  durationMs: number;
}

/** `soon`: nobody waits for it, so it may be put off for some milliseconds and share a write; order is kept. */
export interface Urgency {
  soon?: boolean;
}

/** The ledger: one conditional transaction admits, settling is never refused. Every method is durable when it resolves. */
export interface Ledger {
  /**
   * Places all holds or none.
   * @throws BudgetExceededError naming the budget that refused; LedgerGapError; LedgerUnavailableError when it cannot be made durable.
   */
  hold(requests: readonly HoldRequest[]): Promise<void>;
  /** Closes attempts. Closing a closed attempt again changes nothing, except that uncertain may become settled or released. */
  close(outcomes: readonly AttemptOutcome[], when?: Urgency): Promise<void>;
  /** May be put off for some milliseconds, as `soon` allows. */
  post(entries: readonly FreeEntry[]): Promise<void>;
  /** Resolves when everything asked for before this call is durable and visible to readers. */
  drained(): Promise<void>;
}
