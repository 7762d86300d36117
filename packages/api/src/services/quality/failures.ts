import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { instant } from '../../presenters/instant.ts';
import type { failuresInput, failuresOutput } from '../../schemas/quality.ts';

/** What inspection found, newest first. */
export async function failures(
  ctx: AdminContext,
  input: z.infer<typeof failuresInput>,
): Promise<z.infer<typeof failuresOutput>> {
  const { limit, before, code } = input;
  const page = await ctx.services.stores.quality.failures({
    limit,
    ...(before === undefined ? {} : { before }),
    ...(code === undefined ? {} : { code }),
  });
  const items = page.items.map(({ callId, projectId, at, ...line }) => ({
    ...line,
    at: instant(at),
    requestId: callId,
    project: projectId,
  }));
  return { items, next: page.next };
}
