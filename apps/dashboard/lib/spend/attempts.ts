/** A ledger line, as far as its story is told. */
export interface StoryLine {
  id: string;
  kind: string;
  state: string;
  placedAt: string;
  closedAt: string | null;
  requestId: string;
  batch: number;
  attempt: number;
}

export interface Call<T extends StoryLine> {
  requestId: string;
  /** When its first entry was placed. */
  at: string;
  /** Batch by batch, each batch's attempts in order; what cost nothing comes where it was placed. */
  lines: T[];
}

/** Groups the lines of one correlation id by call, calls and lines in the order in which they happened. */
export function callsOf<T extends StoryLine>(lines: readonly T[]): Call<T>[] {
  const calls = new Map<string, Call<T>>();
  for (const line of lines) {
    const call = calls.get(line.requestId) ?? { requestId: line.requestId, at: line.placedAt, lines: [] };
    call.lines.push(line);
    calls.set(line.requestId, call);
  }
  return [...calls.values()];
}

/** What an entry was, in a few words: "Request 2, attempt 1", "From the cache". */
export function entryTitle({ kind, batch, attempt }: StoryLine): string {
  if (kind !== 'attempt') return KIND_NAMES[kind] ?? kind;
  return attempt > 1 ? `Request ${batch + 1}, try ${attempt}` : `Request ${batch + 1}`;
}

/** Kinds of entries for people. */
export const KIND_NAMES: Readonly<Record<string, string>> = {
  attempt: 'Paid request',
  free: 'Free answer',
  recalled: 'From the cache',
  coalesced: 'Already on its way',
  deduplicated: 'Repeated in the call',
  truncated: 'Cut off',
  adjustment: 'Entered by hand',
};

export const KINDS = Object.keys(KIND_NAMES);

/** States of entries for people, with what they mean for money. */
export const STATE_NAMES: Readonly<
  Record<string, { name: string; tone: 'plain' | 'good' | 'warn' | 'bad' | 'mode'; meaning: string }>
> = {
  held: { name: 'Held', tone: 'mode', meaning: 'Its cost is set aside; the answer is on its way.' },
  settled: { name: 'Settled', tone: 'good', meaning: 'Billed as the provider metered it.' },
  released: {
    name: 'Released',
    tone: 'plain',
    meaning: 'Certainly not billed; what was held is free again.',
  },
  uncertain: {
    name: 'Uncertain',
    tone: 'warn',
    meaning: 'The answer was lost: billed or not, nobody knows. It counts against budgets.',
  },
};
