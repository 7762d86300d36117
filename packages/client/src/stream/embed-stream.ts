import type { Embed } from '../embed.ts';
import { cancelled, toClientError, WeighbridgeClientError } from '../errors.ts';
import type { EmbedResult } from '../types.ts';
import { type Batch, batchesOf } from './batches.ts';
import { CallSize } from './call-size.ts';
import { present, presentUnfit } from './present.ts';
import { EmbedStreamError, sourceFailed } from './stream-error.ts';
import type { EmbeddedBatch, EmbedStreamOptions, StreamItem, StreamProgress, StreamSource } from './types.ts';
import { ABORTED, inOrder } from './window.ts';

const CONCURRENCY = 4;
const RETRIES = 6;
const LONGEST_WAIT_MS = 60_000;

/** What became of one batch: what was answered of it from its beginning, and why not all of it was. */
interface Outcome<Item> {
  answered?: EmbeddedBatch<Item>;
  error?: WeighbridgeClientError;
}

/**
 * Calls of a sensible size, several at once, answers in order. The first answer's space is that of all: until it is
 * there one call is under way, unless `space` says it beforehand.
 */
export async function* embedStream<Item extends StreamItem, Partial extends boolean>(
  embed: Embed,
  source: StreamSource<Item>,
  options: EmbedStreamOptions<Partial> = {},
): AsyncGenerator<EmbeddedBatch<Item, Partial>, void, undefined> {
  const {
    maxInputs,
    maxBytes,
    concurrency,
    startAt = 0,
    retries,
    onProgress,
    signal,
    space,
    ...call
  } = options;
  const size = new CallSize({ maxInputs, maxBytes });
  let pinned = space;
  let position = startAt;
  let progress = noProgress(startAt);
  const leaving = new AbortController();
  // By hand: not every edge runtime has AbortSignal.any.
  const onAbort = () => leaving.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  if (signal?.aborted) onAbort();
  const policy = { retries: retries ?? RETRIES, longestWaitMs: LONGEST_WAIT_MS, patient: true };

  const ask = (batch: Batch<Item>, inputs: string[]): Promise<EmbedResult> =>
    embed<boolean>(
      {
        ...call,
        // The first answer pins the run: a stand-in's would, because the provider was down for a moment.
        allowFallback: call.allowFallback ?? false,
        inputs,
        signal: leaving.signal,
        space: pinned,
        idempotencyKey: call.idempotencyKey && `${call.idempotencyKey}.${batch.position}`,
        correlationId: call.correlationId && `${call.correlationId}.${batch.position}`,
      },
      policy,
    );

  const start = async (batch: Batch<Item>): Promise<Outcome<Item>> => {
    const outcome = await fulfil(batch, (inputs) => ask(batch, inputs));
    const { answered } = outcome;
    pinned ??= answered?.space ?? undefined;
    if (answered?.failures.length === 0 && !outcome.error)
      size.learn(batch.items.length, batch.bytes, answered.tokens);
    return outcome;
  };

  try {
    const outcomes = inOrder({
      source: batchesOf(source, size, startAt),
      width: () => (pinned === undefined ? 1 : (concurrency ?? CONCURRENCY)),
      start,
      signal,
    });
    for await (const { answered, error } of outcomes) {
      if (answered) {
        position = answered.position + answered.items.length;
        progress = plus(progress, answered, position);
        onProgress?.(progress);
        yield answered as EmbeddedBatch<Item, Partial>;
      }
      if (error) throw error;
    }
  } catch (thrown) {
    throw new EmbedStreamError(errorOf(thrown, signal), position, pinned);
  } finally {
    signal?.removeEventListener('abort', onAbort);
    leaving.abort();
  }
}

async function fulfil<Item>(
  batch: Batch<Item>,
  ask: (inputs: string[]) => Promise<EmbedResult>,
): Promise<Outcome<Item>> {
  try {
    return { answered: present(batch, await ask(batch.inputs)) };
  } catch (thrown) {
    const error = toClientError(thrown, '');
    const unfit = presentUnfit(batch, error);
    if (unfit) return { answered: unfit };
    const fitting = Number(error.facts.inputsThatFit ?? 0);
    if (error.code !== 'BUDGET_EXCEEDED' || !(fitting > 0)) return { error };
    // What the budget has room for is worth having, and the position then says how far it went.
    const first = { position: batch.position, items: batch.items.slice(0, fitting), inputs: [], bytes: 0 };
    try {
      return { answered: present(first, await ask(batch.inputs.slice(0, fitting))), error };
    } catch {
      return { error };
    }
  }
}

function errorOf(thrown: unknown, signal: AbortSignal | undefined): WeighbridgeClientError {
  if (thrown === ABORTED || signal?.aborted) return cancelled(signal?.reason);
  return WeighbridgeClientError.isInstance(thrown) ? thrown : sourceFailed(thrown);
}

function noProgress(position: number): StreamProgress {
  const zero = { items: 0, failed: 0, cached: 0, tokens: 0, billedTokens: 0, requests: 0 };
  return { position, ...zero, costNanoUsd: '0' };
}

function plus(sum: StreamProgress, batch: EmbeddedBatch<unknown>, position: number): StreamProgress {
  return {
    position,
    items: sum.items + batch.items.length,
    failed: sum.failed + batch.failures.length,
    cached: sum.cached + batch.cached,
    tokens: sum.tokens + batch.tokens,
    billedTokens: sum.billedTokens + batch.billedTokens,
    requests: sum.requests + batch.requests,
    costNanoUsd: String(BigInt(sum.costNanoUsd) + BigInt(batch.costNanoUsd)),
  };
}
