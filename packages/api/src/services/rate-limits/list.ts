import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { rateLimit } from '../../presenters/rate-limit.ts';
import type { listOutput } from '../../schemas/rate-limits.ts';

/** With what is used of each now: counted in this gateway's memory, which begins with what the ledger knows. */
export async function list(ctx: AdminContext): Promise<z.infer<typeof listOutput>> {
  const { stores, engine } = ctx.services;
  const limits = await stores.rateLimits.list();
  const use = engine.rateUse(limits);
  return limits.map((limit, index) => ({ ...rateLimit(limit), used: 0, waitMs: 0, ...use[index] }));
}
