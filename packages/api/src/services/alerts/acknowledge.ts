import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import type { acknowledgeInput, acknowledgeOutput } from '../../schemas/alerts.ts';

/** Somebody has looked: the alerts stay in the list, and no longer ask for attention. @throws NotFoundError */
export async function acknowledge(
  ctx: AdminContext,
  input: z.infer<typeof acknowledgeInput>,
): Promise<z.infer<typeof acknowledgeOutput>> {
  const { stores, live } = ctx.services;
  const acknowledged = await stores.alerts.acknowledge(input.ids ?? 'all', stampOf(ctx, input.reason));
  live.publish('alerts');
  return { acknowledged };
}
