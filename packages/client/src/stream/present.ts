import type { WeighbridgeClientError } from '../errors.ts';
import type { EmbedResult } from '../types.ts';
import type { UnfitInput } from '../unfit.ts';
import type { Batch } from './batches.ts';
import type { EmbeddedBatch } from './types.ts';

/** A call's answer beside the items that it is for. */
export function present<Item>(batch: Batch<Item>, answer: EmbedResult): EmbeddedBatch<Item> {
  const { position, items } = batch;
  return {
    position,
    items,
    vectors: answer.vectors,
    matrix: answer.matrix,
    dimensions: answer.dimensions,
    space: answer.space,
    model: answer.model,
    tokens: answer.tokens,
    billedTokens: answer.billedTokens,
    costNanoUsd: answer.costNanoUsd,
    cached: answer.cachedInputs,
    requests: answer.requests,
    correlationId: answer.correlationId,
    failures: items.flatMap((item, index) => {
      const error = answer.items[index]?.error;
      return error ? [{ position: position + index, item, ...error }] : [];
    }),
  };
}

/** A batch of which nothing could be sent; undefined when the error is another one. */
export function presentUnfit<Item>(
  batch: Batch<Item>,
  error: WeighbridgeClientError,
): EmbeddedBatch<Item> | undefined {
  const { unfit } = error.facts;
  if (!Array.isArray(unfit)) return undefined;
  const { position, items } = batch;
  return {
    position,
    items,
    vectors: items.map(() => null),
    matrix: new Float32Array(0),
    dimensions: 0,
    space: null,
    model: null,
    tokens: 0,
    billedTokens: 0,
    costNanoUsd: '0',
    cached: 0,
    requests: 0,
    correlationId: null,
    failures: (unfit as UnfitInput[]).flatMap(({ index, code, message }) => {
      const item = items[index];
      return item === undefined
        ? []
        : [{ position: position + index, item, code, message, retryable: false }];
    }),
  };
}
