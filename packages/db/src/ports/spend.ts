import type { EntryKind, NanoUsd } from '@weighbridge/embeddings/domain';

export interface SpendFilter {
  /** First ms, inclusive. Entries count to the moment their hold was placed. */
  from: number;
  /** Exclusive. */
  to: number;
  projectId?: string;
  provider?: string;
  model?: string;
  keyId?: string;
  tag?: string;
}

/** Sums over the ledger. What is held now and what is uncertain stand apart from what is settled. */
export interface SpendSummary {
  settledNanoUsd: NanoUsd;
  heldNanoUsd: NanoUsd;
  uncertainNanoUsd: NanoUsd;
  /** Metered by the provider and settled. */
  settledTokens: number;
  /** Requests sent to a paid provider (attempts that were billed or may have been). */
  requests: number;
  /** Attempts that ended in an error, billed or not. */
  failedAttempts: number;
  /** Inputs answered by a paid provider. */
  paidInputs: number;
  /** Answered without paying: by the mock or a local provider. */
  freeInputs: number;
  freeTokens: number;
  freeWouldHaveNanoUsd: NanoUsd;
  recalledInputs: number;
  recalledTokens: number;
  recalledNanoUsd: NanoUsd;
  /** A twin in flight paid. */
  coalescedInputs: number;
  coalescedTokens: number;
  coalescedNanoUsd: NanoUsd;
  deduplicatedInputs: number;
  deduplicatedTokens: number;
  deduplicatedNanoUsd: NanoUsd;
  /** Texts that were cut to what the model takes, and what was cut off; the texts count as inputs elsewhere. */
  truncatedInputs: number;
  truncatedTokens: number;
  truncatedNanoUsd: NanoUsd;
  /** Metered beyond what was held. */
  overrunNanoUsd: NanoUsd;
}

export interface SpendBucket extends SpendSummary {
  /** First ms of the bucket. */
  start: number;
  end: number;
}

/** One line of the ledger. */
export interface LedgerLine {
  id: string;
  kind: EntryKind;
  state: 'held' | 'settled' | 'released' | 'uncertain';
  placedAt: number;
  closedAt: number | null;
  callId: string;
  correlationId: string;
  projectId: string;
  keyId: string | null;
  tags: string[];
  mode: string;
  provider: string;
  model: string;
  space: string;
  batch: number;
  attempt: number;
  inputs: number;
  heldTokens: number;
  heldNanoUsd: NanoUsd;
  settledTokens: number;
  settledNanoUsd: NanoUsd;
  wouldHaveNanoUsd: NanoUsd;
  usage: 'provider' | 'counted' | null;
  providerRequestId: string | null;
  durationMs: number | null;
  errorCode: string | null;
}

/** What sums can be told apart by. */
export type SpendDimension = 'project' | 'provider' | 'model' | 'key' | 'tag';

export interface SpendShare extends SpendSummary {
  /** A project, provider, model, key id or tag; null for what came without a key. */
  value: string | null;
}

export interface SpendBreakdown {
  total: SpendSummary;
  /**
   * Dearest first. They add up to the total, except by tag: an entry with two tags counts under both, and one without
   * any under none.
   */
  shares: SpendShare[];
}

/** Sums of one project, provider and model. */
export interface SpendOrigin extends SpendSummary {
  projectId: string;
  provider: string;
  model: string;
  /** First ms of the four weeks (of the epoch) that it was first seen in. */
  since: number;
}

export interface LineFilter extends Partial<SpendFilter> {
  kind?: EntryKind;
  state?: LedgerLine['state'];
  errorCode?: string;
  /** That one, and those that begin with it and a dot: a stream's batches. */
  correlationId?: string;
  callId?: string;
}

export interface LinePage {
  /** The cursor of the page before; 0 begins. */
  after: number;
  limit: number;
  /** In the order of placing, or the other way round: oldest. */
  order?: 'oldest' | 'newest';
}

export interface CallFilter {
  /** Calls whose first line was placed then or later. */
  from: number;
  /** Length of the steps of time that they are counted in. */
  stepMs: number;
  projectId?: string;
  keyId?: string;
}

export interface CallCount {
  /** First ms of the step. */
  at: number;
  calls: number;
  /** Exact tokens of all their inputs, paid for or not. */
  tokens: number;
}

export interface SpendReader {
  summary(filter: SpendFilter): Promise<SpendSummary>;
  /** Consecutive buckets between the given edges (ascending instants; n edges give n - 1 buckets). */
  series(edges: readonly number[], filter: Omit<SpendFilter, 'from' | 'to'>): Promise<SpendBucket[]>;
  /** Sums for each value of a dimension, in one snapshot with their total. */
  breakdown(filter: SpendFilter, by: SpendDimension): Promise<SpendBreakdown>;
  /** Sums of all time by project, provider and model, in the order in which they were first seen. */
  origins(): Promise<SpendOrigin[]>;
  /** How many calls there were, step by step; steps without any are left out. */
  calls(filter: CallFilter): Promise<CallCount[]>;
  /** Ledger lines, `limit` at a time; `cursor` reads on, and is null on the last page. */
  lines(options: LineFilter & LinePage): Promise<{ items: LedgerLine[]; cursor: number | null }>;
}
