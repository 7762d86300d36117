import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { instant } from '../../presenters/instant.ts';
import type { listInput, listOutput } from '../../schemas/audit.ts';

/** Who changed what, newest first. */
export async function list(
  ctx: AdminContext,
  input: z.infer<typeof listInput>,
): Promise<z.infer<typeof listOutput>> {
  const { limit, before, action } = input;
  const page = await ctx.services.stores.audit.list({
    limit,
    ...(before === undefined ? {} : { before }),
    ...(action === undefined ? {} : { action }),
  });
  return { items: page.items.map((line) => ({ ...line, at: instant(line.at) })), next: page.next };
}
