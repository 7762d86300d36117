import { DEFAULT_MODEL, InputError, resolveDimensions } from '@weighbridge/embeddings';
import type { ApiContext } from '../../context.ts';
import { MOST_DIMENSIONS } from '../../schemas/models.ts';

/**
 * Floats that one answer may hold: 128 MiB of float32, or about 100 MB of decimals. A string cannot grow much further,
 * and it is better to hear so before paying.
 */
const MOST_FLOATS = { base64: 2 ** 25, float: 2 ** 23 } as const;

/** @throws InputError TOO_MANY_INPUTS, saying how many would do */
export async function assertAnswerFits(
  ctx: ApiContext,
  call: {
    inputs: number;
    model?: string | undefined;
    dimensions?: number | undefined;
    encoding: keyof typeof MOST_FLOATS;
  },
): Promise<void> {
  const { encoding } = call;
  // Few fit whatever the model, which the engine looks up anyway.
  if (call.inputs * MOST_DIMENSIONS <= MOST_FLOATS[encoding]) return;
  const model = await ctx.services.models.find(call.model ?? DEFAULT_MODEL);
  const dimensions = resolveDimensions(model, call.dimensions);
  const limit = Math.floor(MOST_FLOATS[encoding] / dimensions);
  if (call.inputs <= limit) return;
  throw new InputError(
    'TOO_MANY_INPUTS',
    `The answer to ${call.inputs} inputs would be too large for one message: with ${dimensions} dimensions and encoding ` +
      `"${encoding}", send at most ${limit} inputs a call. Nothing was sent or charged.`,
    { inputs: call.inputs, limit },
  );
}
