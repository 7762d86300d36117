import type { LedgerLine, SpendFilter, SpendSummary } from '../src/index.ts';

/** What a filter's sums come to, read off the lines one by one. */
export function summed(lines: readonly LedgerLine[], filter: SpendFilter): SpendSummary {
  const mine = lines.filter((line) => matches(line, filter));
  const attempts = mine.filter(({ kind }) => kind === 'attempt');
  const closed = attempts.filter(({ state }) => state === 'settled');
  const uncertain = attempts.filter(({ state }) => state === 'uncertain');
  const held = attempts.filter(({ state }) => state === 'held');
  const free = (kind: LedgerLine['kind']) => {
    const those = mine.filter((line) => line.kind === kind);
    return {
      inputs: count(those, ({ inputs }) => inputs),
      tokens: count(those, ({ settledTokens }) => settledTokens),
      nanoUsd: money(those, ({ wouldHaveNanoUsd }) => wouldHaveNanoUsd),
    };
  };
  const [mock, recalled, coalesced] = [free('free'), free('recalled'), free('coalesced')];
  const [deduplicated, truncated] = [free('deduplicated'), free('truncated')];
  return {
    settledNanoUsd: money(mine, ({ settledNanoUsd }) => settledNanoUsd),
    heldNanoUsd: money(held, ({ heldNanoUsd }) => heldNanoUsd),
    uncertainNanoUsd: money(uncertain, ({ heldNanoUsd }) => heldNanoUsd),
    settledTokens: count(closed, ({ settledTokens }) => settledTokens),
    requests: closed.length + uncertain.length,
    failedAttempts: attempts.filter(({ errorCode }) => errorCode !== null).length,
    paidInputs: count(
      closed.filter(({ errorCode }) => errorCode === null),
      ({ inputs }) => inputs,
    ),
    freeInputs: mock.inputs,
    freeTokens: mock.tokens,
    freeWouldHaveNanoUsd: mock.nanoUsd,
    recalledInputs: recalled.inputs,
    recalledTokens: recalled.tokens,
    recalledNanoUsd: recalled.nanoUsd,
    coalescedInputs: coalesced.inputs,
    coalescedTokens: coalesced.tokens,
    coalescedNanoUsd: coalesced.nanoUsd,
    deduplicatedInputs: deduplicated.inputs,
    deduplicatedTokens: deduplicated.tokens,
    deduplicatedNanoUsd: deduplicated.nanoUsd,
    truncatedInputs: truncated.inputs,
    truncatedTokens: truncated.tokens,
    truncatedNanoUsd: truncated.nanoUsd,
    overrunNanoUsd: money(closed, ({ settledNanoUsd, heldNanoUsd }) =>
      settledNanoUsd > heldNanoUsd ? settledNanoUsd - heldNanoUsd : 0n,
    ),
  };
}

/** Whether a line is one of those that a filter means. */
export function matches(line: LedgerLine, filter: Partial<SpendFilter>): boolean {
  const { from = 0, to = Number.MAX_SAFE_INTEGER, projectId, keyId, provider, model, tag } = filter;
  return (
    line.placedAt >= from &&
    line.placedAt < to &&
    (projectId ?? line.projectId) === line.projectId &&
    (keyId ?? line.keyId) === line.keyId &&
    (provider ?? line.provider) === line.provider &&
    (model ?? line.model) === line.model &&
    (tag === undefined || line.tags.includes(tag))
  );
}

function count(lines: readonly LedgerLine[], of: (line: LedgerLine) => number): number {
  return lines.reduce((sum, line) => sum + of(line), 0);
}

function money(lines: readonly LedgerLine[], of: (line: LedgerLine) => bigint): bigint {
  return lines.reduce((sum, line) => sum + of(line), 0n);
}
