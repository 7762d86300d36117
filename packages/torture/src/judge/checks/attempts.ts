import { attemptIdOf, type Evidence } from '../evidence.ts';

/** Every billed request had a hold before it left, under an id of its own, and stands in the ledger. */
export function heldBeforeSent({ requests }: Evidence): string[] {
  const seen = new Set<string>();
  return requests.flatMap(({ journal, attempt, line }) => {
    if (!journal.billed) return [];
    const id = attemptIdOf(journal);
    const what = `request ${journal.seq} (attempt ${id || 'without an id'}), billed ${journal.billedTokens} tokens,`;
    if (seen.has(id)) return [`${what} is the second one of its attempt`];
    seen.add(id);
    if (!attempt) return [`${what} is in no process’s record`];
    if (attempt.heldAt === undefined) return [`${what} was never held`];
    if (attempt.sentAt === undefined || attempt.sentAt < attempt.heldAt) {
      return [`${what} was sent before it was held`];
    }
    return line ? [] : [`${what} is not in the ledger`];
  });
}

/** Settled entries and the journal agree by attempt id, to the last token and nano-dollar. */
export function settledExactly({ requests, lines }: Evidence): string[] {
  const billed = new Map(
    requests.flatMap(({ journal }) => (journal.billed ? [[attemptIdOf(journal), journal] as const] : [])),
  );
  return [...lines.values()].flatMap((line) => {
    if (line.state !== 'settled') return [];
    const journal = billed.get(line.id);
    if (!journal) return [`${line.id} is settled for ${line.settledNanoUsd} nano-USD and was not billed`];
    const exact =
      line.settledTokens === journal.billedTokens && line.settledNanoUsd === BigInt(journal.billedNanoUsd);
    if (exact) return [];
    return [
      `${line.id} is settled for ${line.settledTokens} tokens, ${line.settledNanoUsd} nano-USD; ` +
        `billed were ${journal.billedTokens} tokens, ${journal.billedNanoUsd} nano-USD`,
    ];
  });
}

export function releasedUnbilled({ requests }: Evidence): string[] {
  return requests.flatMap(({ journal, line }) =>
    journal.billed && line?.state === 'released'
      ? [`${line.id} is released (${line.errorCode}) and was billed ${journal.billedNanoUsd} nano-USD`]
      : [],
  );
}

/** After the last recovery nothing can be in flight any more. */
export function nothingHeld({ lines, ledger }: Evidence): string[] {
  const held = [...lines.values()].filter(({ state }) => state === 'held');
  const counted = ledger.counters.filter(({ heldNanoUsd }) => heldNanoUsd !== 0n);
  return [
    ...held.map(({ id }) => `${id} is still held`),
    ...counted.map(
      ({ budgetId, heldNanoUsd }) => `a window of ${budgetId} still counts ${heldNanoUsd} as held`,
    ),
  ];
}

/** Each attempt in the ledger is one that a process asked for: that amount, within the time it can have been placed at. */
export function placedAsAsked({ lines, records, placements }: Evidence): string[] {
  const problems = [...lines.values()].flatMap((line) => {
    const attempt = records.attempts.get(line.id);
    const bounds = attempt && placements.bounds(attempt);
    if (!attempt?.asked || !bounds) return [`${line.id} was asked for by no process`];
    const { tokens, nanoUsd } = attempt.asked;
    if (line.heldNanoUsd !== nanoUsd || line.heldTokens !== tokens) {
      return [`${line.id} holds ${line.heldNanoUsd} nano-USD; asked were ${nanoUsd}`];
    }
    if (line.placedAt >= bounds.from && line.placedAt <= bounds.to) return [];
    const [at, from, to] = [line.placedAt, bounds.from, bounds.to].map((ms) => new Date(ms).toISOString());
    return [`${line.id} is placed at ${at}, outside ${from} to ${to}`];
  });
  for (const { id, heldAt } of records.attempts.values()) {
    if (heldAt !== undefined && !lines.has(id))
      problems.push(`${id} was acknowledged and is not in the ledger`);
  }
  return problems;
}
