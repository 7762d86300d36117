import type { z } from 'zod';
import { stampOf } from '../../audit-stamp.ts';
import type { AdminContext } from '../../context.ts';
import { accessKey } from '../../presenters/access.ts';
import type { accessKey as accessKeySchema, revokeKeyInput } from '../../schemas/access.ts';
import { findKey } from './find.ts';

/**
 * The key stops working with the next request; what it spent stays in the ledger. @throws NotFoundError; ConflictError
 * AMBIGUOUS_NAME
 */
export async function revoke(
  ctx: AdminContext,
  input: z.infer<typeof revokeKeyInput>,
): Promise<z.infer<typeof accessKeySchema>> {
  const { id } = await findKey(ctx, input.id);
  const revoked = await ctx.services.stores.keys.revoke(id, stampOf(ctx, input.reason));
  ctx.services.live.publish('keys');
  return accessKey(revoked);
}
