import { cancelled, WeighbridgeClientError } from '../errors.ts';
import type { QuoteRequest, QuoteResult } from '../types.ts';
import { batchesOf } from './batches.ts';
import { CallSize } from './call-size.ts';
import { sourceFailed } from './stream-error.ts';
import type { BatchLimits, StreamItem, StreamSource } from './types.ts';
import { ABORTED, inOrder } from './window.ts';

export interface QuoteStreamOptions extends Omit<QuoteRequest, 'inputs'>, BatchLimits {
  /** Quotes asked for at once: 2. */
  concurrency?: number | undefined;
}

/** Sums over a whole source. Repeats in different calls are counted as often as they come: the cost is an upper bound. */
export interface StreamQuote
  extends Pick<QuoteResult, 'mode' | 'provider' | 'model' | 'space' | 'dimensions' | 'nanoUsdPerToken'> {
  inputs: number;
  tokens: number;
  cachedInputs: number;
  cachedTokens: number;
  duplicateInputs: number;
  sendInputs: number;
  sendTokens: number;
  costNanoUsd: string;
  listNanoUsd: string;
  /** Positions in the source. */
  tooLong: { position: number; tokens: number }[];
  /** Whether every budget in scope has room for all of it now. */
  fits: boolean;
}

/** @throws WeighbridgeClientError, for a source without items as well */
export async function quoteStream(
  quote: (request: QuoteRequest) => Promise<QuoteResult>,
  source: StreamSource<StreamItem>,
  options: QuoteStreamOptions = {},
): Promise<StreamQuote> {
  const { maxInputs, maxBytes, concurrency = 2, ...call } = options;
  let sum: StreamQuote | undefined;
  const quotes = inOrder({
    source: batchesOf(source, new CallSize({ maxInputs, maxBytes })),
    width: () => concurrency,
    start: ({ position, inputs }) =>
      quote({ ...call, inputs }).then(
        (quoted) => ({ position, quoted }),
        (error: unknown) => ({ error }),
      ),
    signal: call.signal,
  });
  try {
    for await (const outcome of quotes) {
      if ('error' in outcome) throw outcome.error;
      sum = plus(sum, outcome.quoted, outcome.position);
    }
  } catch (thrown) {
    if (thrown === ABORTED) throw cancelled(call.signal?.reason);
    throw WeighbridgeClientError.isInstance(thrown) ? thrown : sourceFailed(thrown);
  }
  // An empty source is refused in the gateway's own words.
  return sum ?? plus(undefined, await quote({ ...call, inputs: [] }), 0);
}

function plus(sum: StreamQuote | undefined, quoted: QuoteResult, position: number): StreamQuote {
  const cost = BigInt(sum?.costNanoUsd ?? 0) + BigInt(quoted.costNanoUsd);
  return {
    mode: quoted.mode,
    provider: quoted.provider,
    model: quoted.model,
    space: quoted.space,
    dimensions: quoted.dimensions,
    nanoUsdPerToken: quoted.nanoUsdPerToken,
    inputs: (sum?.inputs ?? 0) + quoted.inputs,
    tokens: (sum?.tokens ?? 0) + quoted.tokens,
    cachedInputs: (sum?.cachedInputs ?? 0) + quoted.cachedInputs,
    cachedTokens: (sum?.cachedTokens ?? 0) + quoted.cachedTokens,
    duplicateInputs: (sum?.duplicateInputs ?? 0) + quoted.duplicateInputs,
    sendInputs: (sum?.sendInputs ?? 0) + quoted.sendInputs,
    sendTokens: (sum?.sendTokens ?? 0) + quoted.sendTokens,
    costNanoUsd: cost.toString(),
    listNanoUsd: String(BigInt(sum?.listNanoUsd ?? 0) + BigInt(quoted.listNanoUsd)),
    tooLong: [
      ...(sum?.tooLong ?? []),
      ...quoted.tooLong.map(({ index, tokens }) => ({ position: position + index, tokens })),
    ],
    fits: quoted.budgets.every(({ leftNanoUsd }) => cost <= BigInt(leftNanoUsd)),
  };
}
