import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import { presentRetention } from '../../presenters/retention.ts';
import type { retention, setInput } from '../../schemas/retention.ts';

/** Acts at the next pruning, within the hour. What was deleted stays deleted. */
export async function set(
  ctx: AdminContext,
  input: z.infer<typeof setInput>,
): Promise<z.infer<typeof retention>> {
  const { stores, live } = ctx.services;
  const stored = await stores.retention.set(input.days, stampOf(ctx, input.reason));
  live.publish('keeping');
  return presentRetention(stored);
}
