import type { LineFilter, SpendFilter } from '@weighbridge/db';
import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { readInstant } from '../../presenters/instant.ts';
import type { ledgerFilter, spendFilter } from '../../schemas/spend.ts';
import { findAnyKey } from '../keys/index.ts';
import { findProject } from '../projects/index.ts';

/** A filter as the stores understand it. @throws NotFoundError for the project or key; ConflictError AMBIGUOUS_NAME */
export async function readSpendFilter(
  ctx: AdminContext,
  { project, provider, model, keyId, tag }: z.infer<typeof spendFilter>,
): Promise<Omit<SpendFilter, 'from' | 'to'>> {
  return {
    ...(project === undefined ? {} : { projectId: (await findProject(ctx, project)).id }),
    ...(provider === undefined ? {} : { provider }),
    ...(model === undefined ? {} : { model }),
    ...(keyId === undefined ? {} : { keyId: (await findAnyKey(ctx, keyId)).id }),
    ...(tag === undefined ? {} : { tag }),
  };
}

/** @throws InputError for an instant; NotFoundError for the project */
export async function readLineFilter(
  ctx: AdminContext,
  filter: z.infer<typeof ledgerFilter>,
): Promise<LineFilter> {
  const { from, to, kind, state, errorCode, correlationId, requestId } = filter;
  return {
    ...readRange({ from, to }),
    ...(kind === undefined ? {} : { kind }),
    ...(state === undefined ? {} : { state }),
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(requestId === undefined ? {} : { callId: requestId }),
    ...(await readSpendFilter(ctx, filter)),
  };
}

/** @throws InputError INVALID_REQUEST naming the field */
export function readRange(range: { from?: string | undefined; to?: string | undefined }): {
  from?: number;
  to?: number;
} {
  return {
    ...(range.from === undefined ? {} : { from: readInstant('from', range.from) }),
    ...(range.to === undefined ? {} : { to: readInstant('to', range.to) }),
  };
}
