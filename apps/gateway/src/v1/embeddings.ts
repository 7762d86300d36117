import { type ApiContext, answer, assertAnswerFits, assertSomebody } from '@weighbridge/api';
import type { EmbedAnswer } from '@weighbridge/embeddings';
import type { WireAnswer } from '../idempotency/idempotency.ts';
import { answerHeaders, budgetHeaders } from './answer-headers.ts';
import type { AskedHeaders } from './asked-headers.ts';
import { embeddingsBody } from './embeddings-body.ts';
import type { EmbeddingsRequest } from './embeddings-request.ts';
import { rateHeaders } from './rate-headers.ts';
import { readInput, type TokenDecoder } from './token-input.ts';

/** Inputs of one request to OpenAI, which every answer has room for. */
const MANY = 2048;

/**
 * `POST /v1/embeddings`. Falls back only if the access key itself allows it, since no SDK looks at headers.
 * @throws WeighbridgeError
 */
export async function embeddings(
  ctx: ApiContext,
  request: EmbeddingsRequest & AskedHeaders,
  tokenizer: TokenDecoder,
): Promise<WireAnswer> {
  const caller = assertSomebody(ctx.caller);
  const { input, model, encoding, dimensions, user, tags, tooLong, split } = request;
  // Refused before any of them is read, should there be a million.
  if (Array.isArray(input) && input.length > MANY && typeof input[0] !== 'number') {
    await assertAnswerFits(ctx, { inputs: input.length, model, dimensions, encoding });
  }
  const { texts, tokenIds, spell } = await readInput(input, tokenizer);
  const answered = await answer(
    { ...ctx, caller },
    {
      inputs: texts,
      tokenIds,
      spell,
      model,
      dimensions,
      user,
      tags,
      tooLong,
      split,
      encoding,
      allowFallback: (origin) => origin.keyAllowsFallback,
      partial: false,
    },
  );
  const { stores, engine, clock } = ctx.services;
  return {
    headers: answerHeaders(answered),
    passing: {
      ...budgetHeaders(await stores.budgets.roomIn(answered.scopes, clock.now())),
      ...rateHeaders(engine, answered.rateLimits),
    },
    body: await embeddingsBody({
      vectors: answered.items.map(vectorOf),
      encoding,
      // The true maker is named where it is not who was asked for.
      model: answered.fallback ? `${answered.provider}/${answered.model}` : model,
      tokens: answered.tokens,
    }),
  };
}

function vectorOf({ vector, index }: EmbedAnswer['items'][number]): Float32Array {
  if (vector) return vector;
  throw new Error(`The engine gave neither a vector nor an error for input ${index}.`);
}
