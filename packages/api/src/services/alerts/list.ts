import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { alert } from '../../presenters/alert.ts';
import type { listInput, listOutput } from '../../schemas/alerts.ts';

/** What was told, newest first. */
export async function list(
  ctx: AdminContext,
  input: z.infer<typeof listInput>,
): Promise<z.infer<typeof listOutput>> {
  const { limit, before, state, kind, severity } = input;
  const page = await ctx.services.stores.alerts.list({
    limit,
    ...(before === undefined ? {} : { before }),
    ...(state === undefined ? {} : { state }),
    ...(kind === undefined ? {} : { kind }),
    ...(severity === undefined ? {} : { severity }),
  });
  return { items: page.items.map(alert), next: page.next };
}
