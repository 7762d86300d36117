import { DEFAULT_MODEL } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { CallerContext } from '../../context.ts';
import type { countTokensInput, countTokensOutput } from '../../schemas/embeddings.ts';

/** Exact tokens of each text. @throws InputError */
export async function countTokens(
  ctx: CallerContext,
  input: z.infer<typeof countTokensInput>,
): Promise<z.infer<typeof countTokensOutput>> {
  const model = input.model ?? DEFAULT_MODEL;
  const tokens = Array.from(await ctx.services.engine.countTokens(input.inputs, model));
  return { model, tokens, total: tokens.reduce((sum, count) => sum + count, 0) };
}
