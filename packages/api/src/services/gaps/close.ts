import { InputError, type NanoUsd, parseUsd } from '@weighbridge/embeddings';
import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import { presentGap } from '../../presenters/gap.ts';
import type { closeInput, gap as gapSchema } from '../../schemas/gaps.ts';

/**
 * Enters what was billed in a gap, which frees its budgets for what is left of them.
 * @throws InputError; InvalidAmountError; NotFoundError; ConflictError GAP_CLOSED
 */
export async function close(
  ctx: AdminContext,
  input: z.infer<typeof closeInput>,
): Promise<z.infer<typeof gapSchema>> {
  const { stores, live } = ctx.services;
  const gap = await stores.gaps.close(input.id, readBilled(input), stampOf(ctx, input.reason));
  live.publish('spend');
  live.publish('budgets');
  return presentGap(gap, []);
}

/** A billion dollars: a slip of the hand must not fill the counters up for good. */
const HIGHEST = 10n ** 18n;

function readBilled({ billedUsd, billedNanoUsd }: z.infer<typeof closeInput>): NanoUsd {
  if ((billedUsd === undefined) === (billedNanoUsd === undefined)) {
    throw invalid(
      'Give either billedUsd ("1.23") or billedNanoUsd ("1230000000"); 0 when nothing was billed.',
    );
  }
  const billed = billedUsd === undefined ? BigInt(billedNanoUsd ?? 0) : parseUsd(billedUsd);
  if (billed < 0n) throw invalid('What was billed is not below zero.');
  if (billed > HIGHEST) throw invalid('What was billed is at most a billion dollars.');
  return billed;
}

function invalid(message: string): InputError {
  return new InputError('INVALID_REQUEST', message, { field: 'billedUsd' });
}
