import { ENTRY_KINDS, type NanoUsd } from '@weighbridge/embeddings/domain';
import type { LedgerLine } from '../ports/index.ts';
import { FIGURES, FIGURES_OF, type Figure } from './figures.ts';

/** What an entry adds to the sums of its time. */
export interface Contribution {
  /** Attempts that were billed or may have been. */
  requests: number;
  /** Attempts that ended in an error. */
  failedAttempts: number;
  /** Inputs answered without an error. */
  inputs: number;
  tokens: number;
  nanoUsd: NanoUsd;
  wouldHaveNanoUsd: NanoUsd;
  overrunNanoUsd: NanoUsd;
}

export const NOTHING: Contribution = {
  requests: 0,
  failedAttempts: 0,
  inputs: 0,
  tokens: 0,
  nanoUsd: 0n,
  wouldHaveNanoUsd: 0n,
  overrunNanoUsd: 0n,
};

export interface AttemptFigures {
  state: LedgerLine['state'];
  errorCode: string | null;
  inputs: number;
  settledTokens: number;
  settledNanoUsd: NanoUsd;
  overrunNanoUsd: NanoUsd;
}

/** A hold adds nothing until it is closed: what is held stands apart from what is spent. */
export function contributionOfAttempt(attempt: AttemptFigures): Contribution {
  if (attempt.state === 'held') return NOTHING;
  if (attempt.state === 'released') return { ...NOTHING, failedAttempts: 1 };
  if (attempt.state === 'uncertain') return { ...NOTHING, requests: 1, failedAttempts: 1 };
  const failed = attempt.errorCode !== null;
  return {
    requests: 1,
    failedAttempts: failed ? 1 : 0,
    inputs: failed ? 0 : attempt.inputs,
    tokens: attempt.settledTokens,
    nanoUsd: attempt.settledNanoUsd,
    wouldHaveNanoUsd: 0n,
    overrunNanoUsd: attempt.overrunNanoUsd,
  };
}

/** `contributionOfAttempt` and what other entries add, read from columns of `entries`. */
const OF_ENTRY: Readonly<Record<keyof Contribution, string>> = {
  requests: "state IN ('settled', 'uncertain')",
  failedAttempts: "(state IN ('released', 'uncertain') OR (state = 'settled' AND error_code IS NOT NULL))",
  inputs: "iif(state = 'settled' AND error_code IS NULL, inputs, 0)",
  tokens: 'settled_tokens',
  nanoUsd: 'settled_nano_usd',
  wouldHaveNanoUsd: 'would_have_nano_usd',
  overrunNanoUsd: 'overrun_nano_usd',
};

function ofEntry(figure: Figure): string {
  const kinds = ENTRY_KINDS.filter((kind) => FIGURES_OF[kind][figure] !== undefined);
  const [part] = kinds.map((kind) => FIGURES_OF[kind][figure] as keyof Contribution);
  return `iif(kind IN (${kinds.map((kind) => `'${kind}'`).join(', ')}), ${OF_ENTRY[part as keyof Contribution]}, 0)`;
}

/** `entries` with the columns of the sums: one row for each entry, to which conditions may be appended. */
export const CONTRIBUTIONS = `
  SELECT seq, placed_at, project_id, provider, model, key_id, tags,
    ${FIGURES.map((figure) => `${ofEntry(figure)} AS ${figure}`).join(',\n    ')}
  FROM entries`;

export function difference(after: Contribution, before: Contribution): Contribution {
  return {
    requests: after.requests - before.requests,
    failedAttempts: after.failedAttempts - before.failedAttempts,
    inputs: after.inputs - before.inputs,
    tokens: after.tokens - before.tokens,
    nanoUsd: after.nanoUsd - before.nanoUsd,
    wouldHaveNanoUsd: after.wouldHaveNanoUsd - before.wouldHaveNanoUsd,
    overrunNanoUsd: after.overrunNanoUsd - before.overrunNanoUsd,
  };
}

export function isNothing(contribution: Contribution): boolean {
  return Object.values(contribution).every((figure) => figure === 0 || figure === 0n);
}
