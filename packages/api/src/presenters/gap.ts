import type { LedgerGap } from '@weighbridge/db';
import type { BudgetStatus } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { gap as gapSchema } from '../schemas/gaps.ts';
import { amount } from './amount.ts';
import { instant, instantOrNull } from './instant.ts';

/** A gap with the budgets that it stops. */
export function presentGap(gap: LedgerGap, budgets: readonly BudgetStatus[]): z.infer<typeof gapSchema> {
  const billed = gap.billedNanoUsd === null ? null : amount(gap.billedNanoUsd);
  const stopped = budgets.filter(
    ({ windowStart, resetsAt }) =>
      gap.closedAt === null && gap.to > windowStart && (resetsAt === null || gap.from < resetsAt),
  );
  return {
    id: gap.id,
    from: instant(gap.from),
    to: instant(gap.to),
    cause: gap.cause,
    foundAt: instant(gap.foundAt),
    closedAt: instantOrNull(gap.closedAt),
    billedNanoUsd: billed?.nanoUsd ?? null,
    billed: billed?.usd ?? null,
    stops: stopped.map(({ id, scope, window }) => ({ budgetId: id, scope, window })),
  };
}
