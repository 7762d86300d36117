import type { AuditStamp } from '@weighbridge/db';
import type { AdminContext } from './context.ts';

/** Who changes what is about to change, when and why. */
export function stampOf(ctx: AdminContext, reason: string | undefined): AuditStamp {
  return {
    at: ctx.services.clock.now(),
    actor: ctx.caller.actor,
    reason: reason || null,
    correlationId: ctx.correlationId,
  };
}
