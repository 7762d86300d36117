import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import { rateLimit } from '../../presenters/rate-limit.ts';
import type { rateLimit as rateLimitSchema, setInput } from '../../schemas/rate-limits.ts';
import { resolveRateScope } from './scope.ts';

/** Acts on the next call; a changed limit keeps what was used under it. @throws InputError; NotFoundError */
export async function set(
  ctx: AdminContext,
  input: z.infer<typeof setInput>,
): Promise<z.infer<typeof rateLimitSchema>> {
  const { stores, clock, newId, live } = ctx.services;
  const { metric, period, limit } = input;
  const scope = await resolveRateScope(ctx, input.scope);
  const stored = await stores.rateLimits.set(
    { id: newId('rat'), scope, metric, period, limit, createdAt: clock.now() },
    stampOf(ctx, input.reason),
  );
  // Of what is shown live only the audit log changes, and it follows the budgets.
  live.publish('budgets');
  return rateLimit(stored);
}
