import type { EmbedAnswer } from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { CallerContext } from '../../context.ts';
import { amount } from '../../presenters/amount.ts';
import type { embedInput, embedOutput } from '../../schemas/embeddings.ts';
import { toBlob, toFloats } from '../../vectors/rows.ts';
import { answer } from './answer.ts';

/** An answer of `embeddings.embed`. */
export type EmbedOutput = z.infer<typeof embedOutput>;

/**
 * One vector per input, in input order, all in one space. The fallback of hybrid mode is allowed by the key or the
 * project; a request can ask for it as well, or switch it off for itself.
 * @throws WeighbridgeError; with `partial`, failures of single items stand in the answer instead
 */
export async function embed(ctx: CallerContext, input: z.infer<typeof embedInput>): Promise<EmbedOutput> {
  const { inputs, model, dimensions, encoding } = input;
  const answered = await answer(ctx, {
    inputs,
    model,
    dimensions,
    user: input.user,
    project: input.project,
    space: input.space,
    allowFallback: (origin) =>
      input.allowFallback ?? (origin.keyAllowsFallback || origin.project.allowFallback),
    split: input.split,
    partial: input.partial,
    encoding,
    correlationId: input.correlationId,
    timeoutMs: input.timeoutMs,
  });
  return present(answered, encoding);
}

async function present(answered: EmbedAnswer, encoding: 'base64' | 'float'): Promise<EmbedOutput> {
  const { items, dimensions } = answered;
  const cost = amount(answered.costNanoUsd);
  const wouldHave = amount(answered.wouldHaveNanoUsd);
  const saved = amount(answered.savedNanoUsd);
  return {
    requestId: answered.callId,
    correlationId: answered.correlationId,
    mode: answered.mode,
    provider: answered.provider,
    model: answered.model,
    space: answered.space,
    dimensions,
    count: items.length,
    vectors: encoding === 'base64' ? toBlob(items, dimensions) : null,
    floats: encoding === 'float' ? await toFloats(items) : null,
    items: items.map(presentItem),
    failed: items.filter((item) => item.error !== undefined).length,
    cachedInputs: answered.cachedInputs,
    tokens: answered.tokens,
    billedTokens: answered.billedTokens,
    requests: answered.requests,
    costNanoUsd: cost.nanoUsd,
    cost: cost.usd,
    wouldHaveNanoUsd: wouldHave.nanoUsd,
    wouldHave: wouldHave.usd,
    savedNanoUsd: saved.nanoUsd,
    saved: saved.usd,
    fallback: answered.fallback ?? null,
  };
}

function presentItem({
  tokens,
  cached,
  warnings,
  error,
}: EmbedAnswer['items'][number]): EmbedOutput['items'][number] {
  return {
    tokens,
    cached,
    warnings: warnings.map(({ code, message }) => ({ code, message })),
    error: error ? { code: error.code, message: error.message, retryable: error.retryable } : null,
  };
}
