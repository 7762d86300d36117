import type { AlertKey, LedgerGap, Overrun } from '@weighbridge/db';
import type { NanoUsd } from '@weighbridge/embeddings';
import type { WatchList } from '../watch-list.ts';
import { type Finding, isTold, keyOf } from './finding.ts';

/** The ledger as a whole; `day` is the first ms of a day of UTC. */
export interface LedgerFacts {
  today: number;
  uncertainNanoUsd: NanoUsd;
  /** By the day they were held in. */
  overruns: readonly { day: number; by: readonly Overrun[] }[];
  /** Open ones and closed ones. */
  gaps: readonly LedgerGap[];
}

/** What is wrong beside the budgets: once a day while it lasts, and a gap once. */
export function ledgerFindings(
  { today, uncertainNanoUsd, overruns, gaps }: LedgerFacts,
  { uncertainNanoUsd: bound }: Pick<WatchList, 'uncertainNanoUsd'>,
  told: readonly AlertKey[],
): Finding[] {
  const findings: Finding[] = [
    ...overruns
      .filter(({ by }) => by.length > 0)
      .map(({ day, by }) => ({ kind: 'overrun' as const, day, by })),
    ...gaps.filter(({ closedAt }) => closedAt === null).map((gap) => ({ kind: 'gap' as const, gap })),
  ];
  if (bound !== null && uncertainNanoUsd > 0n && uncertainNanoUsd >= bound) {
    findings.push({ kind: 'uncertain', budget: null, nanoUsd: uncertainNanoUsd, bound, day: today });
  }
  return findings.filter((finding) => !isTold(keyOf(finding), told));
}
