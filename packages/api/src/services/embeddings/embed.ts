import { TRPCError } from '@trpc/server';
import type { EmbedAnswer } from '@weighbridge/embeddings';
import type { z } from 'zod';
import { assertSomebody } from '../../access.ts';
import type { ApiContext, CallerContext } from '../../context.ts';
import { amount } from '../../presenters/amount.ts';
import { bulkEmbedInput, embedInput, type embedOutput } from '../../schemas/embeddings.ts';
import { toBlob, toFloats } from '../../vectors/rows.ts';
import { answer } from './answer.ts';

/** An answer of `embeddings.embed`. */
export type EmbedOutput = z.infer<typeof embedOutput>;

/** The same answer for transports that carry bytes: everything but the vectors, and the vectors as they are. */
export interface EmbedRows {
  header: Omit<EmbedOutput, 'vectors' | 'floats'>;
  /** In input order, each of `header.dimensions`; undefined where the item's `error` is set. */
  rows: (Float32Array | undefined)[];
}

/**
 * One vector per input, in input order, all in one space. The fallback of hybrid mode is allowed by the key or the
 * project; a request can ask for it as well, or switch it off for itself.
 * @throws WeighbridgeError; with `partial`, failures of single items stand in the answer instead
 */
export async function embed(ctx: CallerContext, input: z.infer<typeof embedInput>): Promise<EmbedOutput> {
  const { encoding } = input;
  const answered = await answerTo(ctx, input, encoding);
  const { items, dimensions } = answered;
  return {
    ...presentHeader(answered),
    vectors: encoding === 'base64' ? toBlob(items, dimensions) : null,
    floats: encoding === 'float' ? await toFloats(items) : null,
  };
}

/** The same with the form that its vectors were asked for in, for a transport that writes its answer itself. */
export interface EncodedRows extends EmbedRows {
  encoding: 'base64' | 'float';
}

/**
 * `embed` outside tRPC, which takes binary in, not out. `body` is the procedure's input, not looked at yet.
 * @throws WeighbridgeError, or a TRPCError around the schema's complaint; `toTrpcError` knows both
 */
export async function embedRows(ctx: ApiContext, body: unknown): Promise<EmbedRows> {
  const caller = assertSomebody(ctx.caller);
  return rowsOf(await answerTo({ ...ctx, caller }, checked(bulkEmbedInput, body), 'base64'));
}

/** `embed` for who writes large answers over several turns of the event loop. @throws as `embedRows` */
export async function embedEncoded(ctx: ApiContext, body: unknown): Promise<EncodedRows> {
  const caller = assertSomebody(ctx.caller);
  const input = checked(embedInput, body);
  const { encoding } = input;
  return { ...rowsOf(await answerTo({ ...ctx, caller }, input, encoding)), encoding };
}

function checked<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new TRPCError({ code: 'BAD_REQUEST', cause: parsed.error });
  return parsed.data;
}

function rowsOf(answered: EmbedAnswer): EmbedRows {
  return { header: presentHeader(answered), rows: answered.items.map(({ vector }) => vector) };
}

function answerTo(
  ctx: CallerContext,
  input: z.infer<typeof bulkEmbedInput>,
  encoding: 'base64' | 'float',
): Promise<EmbedAnswer> {
  return answer(ctx, {
    inputs: input.inputs,
    model: input.model,
    dimensions: input.dimensions,
    user: input.user,
    project: input.project,
    tags: input.tags,
    space: input.space,
    allowFallback: (origin) =>
      input.allowFallback ?? (origin.keyAllowsFallback || origin.project.allowFallback),
    split: input.split,
    tooLong: input.tooLong,
    partial: input.partial,
    encoding,
    correlationId: input.correlationId,
    timeoutMs: input.timeoutMs,
  });
}

function presentHeader(answered: EmbedAnswer): EmbedRows['header'] {
  const { items } = answered;
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
    dimensions: answered.dimensions,
    count: items.length,
    items: items.map(presentItem),
    failed: items.filter((item) => item.error !== undefined).length,
    cachedInputs: answered.cachedInputs,
    tokens: answered.tokens,
    truncatedTokens: answered.truncatedTokens,
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
  truncatedTokens,
  windows,
  cached,
  warnings,
  error,
}: EmbedAnswer['items'][number]): EmbedOutput['items'][number] {
  return {
    tokens,
    truncatedTokens,
    windows,
    cached,
    warnings: warnings.map(({ code, message }) => ({ code, message })),
    error: error ? { code: error.code, message: error.message, retryable: error.retryable } : null,
  };
}
