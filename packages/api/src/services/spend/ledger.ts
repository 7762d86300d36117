import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import { readInstant } from '../../presenters/instant.ts';
import { ledgerLine } from '../../presenters/ledger-line.ts';
import type { ledgerInput, ledgerOutput } from '../../schemas/spend.ts';
import { findProject } from '../projects/index.ts';

/** A page of the ledger in the order of placing, for export. @throws InputError; NotFoundError for the project */
export async function ledger(
  ctx: AdminContext,
  input: z.infer<typeof ledgerInput>,
): Promise<z.infer<typeof ledgerOutput>> {
  const { stores } = ctx.services;
  const { after, limit, state, correlationId } = input;
  const from = input.from === undefined ? undefined : readInstant('from', input.from);
  const to = input.to === undefined ? undefined : readInstant('to', input.to);
  const project = input.project === undefined ? undefined : await findProject(ctx, input.project);
  await stores.ledger.drained();
  const page = await stores.spend.lines({
    after,
    limit,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(project === undefined ? {} : { projectId: project.id }),
    ...(state === undefined ? {} : { state }),
    ...(correlationId === undefined ? {} : { correlationId }),
  });
  return { items: page.items.map(ledgerLine), cursor: page.cursor };
}
