import type { LedgerLine } from '@weighbridge/db';
import type { z } from 'zod';
import type { ledgerLine as ledgerLineSchema } from '../schemas/spend.ts';
import { instant, instantOrNull } from './instant.ts';

/** One line of the ledger as it is exported. */
export function ledgerLine(line: LedgerLine): z.infer<typeof ledgerLineSchema> {
  const { callId, projectId, heldNanoUsd, settledNanoUsd, wouldHaveNanoUsd, placedAt, closedAt, ...same } =
    line;
  return {
    ...same,
    requestId: callId,
    project: projectId,
    placedAt: instant(placedAt),
    closedAt: instantOrNull(closedAt),
    heldNanoUsd: heldNanoUsd.toString(),
    settledNanoUsd: settledNanoUsd.toString(),
    wouldHaveNanoUsd: wouldHaveNanoUsd.toString(),
  };
}
