import type { z } from 'zod';
import type { CallerContext } from '../../context.ts';
import type { listOutput } from '../../schemas/models.ts';
import { presentModel } from './present.ts';

/** What can be embedded with, and what it costs now. */
export async function list(ctx: CallerContext): Promise<z.infer<typeof listOutput>> {
  const { models, clock } = ctx.services;
  return (await models.list()).map((model) => presentModel(model, clock.now()));
}
