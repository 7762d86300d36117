import type { JournalEntry } from '@weighbridge/openai-stub';
import type { Place } from '../place.ts';

/** One attempt as the ledger has it. */
export interface Attempt {
  id: string;
  state: 'held' | 'settled' | 'released' | 'uncertain';
  project: string;
  space: string;
  heldTokens: number;
  settledTokens: number;
  errorCode: string | null;
}

/** The ledger beside the journal. */
export interface Verdict {
  attempts: number;
  settledTokens: number;
  /** What the stub billed, in tokens, every answer that was lost included. */
  billedTokens: number;
  /** Attempts that ended in the dark, each with what was held for it and whether the stub billed it. */
  uncertain: { id: string; errorCode: string | null; heldTokens: number; billed: boolean }[];
  /** What is wrong, in words; empty when ledger and bill agree. */
  findings: string[];
}

/** Every attempt on the ledger. */
export async function readAttempts(admin: Place['admin']): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  let after: number | null = 0;
  while (after !== null) {
    const page: Awaited<ReturnType<typeof admin.spend.ledger.query>> = await admin.spend.ledger.query({
      after,
      limit: 1000,
    });
    attempts.push(...page.items.filter(({ kind }) => kind === 'attempt'));
    after = page.cursor;
  }
  return attempts;
}

/** Faults after which the provider has billed and the gateway has not kept what came, so that the text is paid again. */
const LOST: ReadonlySet<string | null> = new Set([
  'wrong_dimensions',
  'nan',
  'infinity',
  'zero_vector',
  'wrong_norm',
  'missing_index',
  'duplicate_index',
  'wrong_index',
  'wrong_model',
  'truncated',
  'not_json',
  'hang',
  'reset_after',
  'proxy_502',
  'proxy_504',
]);

/** Holds each attempt against what the stub wrote down about it. Both sides name it by the id of the attempt. */
export function compareBooks(attempts: readonly Attempt[], journal: readonly JournalEntry[]): Verdict {
  const findings: string[] = [];
  const uncertain: Verdict['uncertain'] = [];
  const entries = new Map<string, JournalEntry>();
  for (const entry of journal) {
    const id = entry.correlation['x-weighbridge-attempt'] ?? '';
    if (entries.has(id)) findings.push(`attempt ${id} was sent twice`);
    entries.set(id, entry);
  }
  const paid = new Set<string>();
  let settledTokens = 0;
  for (const attempt of attempts) {
    const { id, state, heldTokens, errorCode } = attempt;
    const entry = entries.get(id);
    entries.delete(id);
    const billed = entry?.billed ?? false;
    if (state === 'held') findings.push(`attempt ${id} is still held`);
    if (state === 'released' && billed) findings.push(`attempt ${id} is released, and was billed`);
    if (state === 'uncertain') uncertain.push({ id, errorCode, heldTokens, billed });
    if (state !== 'settled') continue;
    settledTokens += attempt.settledTokens;
    if (entry?.billedTokens !== attempt.settledTokens) {
      findings.push(`attempt ${id} settled ${attempt.settledTokens} tokens, billed ${entry?.billedTokens}`);
    }
    if (entry && !LOST.has(entry.fault)) {
      for (const text of entry.sha256) {
        const key = `${attempt.project} ${attempt.space} ${text}`;
        if (paid.has(key)) findings.push(`attempt ${id} paid again for a text that was kept`);
        paid.add(key);
      }
    }
  }
  for (const [id, { billed }] of entries)
    if (billed) findings.push(`the ledger knows nothing of attempt ${id}`);
  const billedTokens = journal.reduce((sum, entry) => sum + entry.billedTokens, 0);
  return { attempts: attempts.length, settledTokens, billedTokens, uncertain, findings };
}
