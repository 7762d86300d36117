import {
  type EmbedAnswer,
  type UnsoundItem,
  UnsoundVectorsError,
  WeighbridgeError,
  type WeighbridgeErrorOptions,
} from '@weighbridge/embeddings';

/**
 * The answer, when every item succeeded.
 * @throws the first failed item's error, with how many items `completed` (they are kept: a rerun does not pay for them
 * again) and how many `failed`
 */
export function unfailed(answer: EmbedAnswer): EmbedAnswer {
  const failed = answer.items.filter((item) => item.error !== undefined);
  const error = failed[0]?.error;
  if (error === undefined) return answer;
  throw withCounts(together(error, failed), answer.items.length - failed.length, failed.length);
}

/** Of vectors that failed inspection, each item has an error of its own: the call's names them all. */
function together(error: WeighbridgeError, failed: EmbedAnswer['items']): WeighbridgeError {
  if (error.code !== 'UNSOUND_VECTORS' || failed.length === 1) return error;
  const items = failed.flatMap(({ error }) =>
    error?.code === 'UNSOUND_VECTORS' ? (error.facts.items as unknown as UnsoundItem[]) : [],
  );
  return new UnsoundVectorsError(String(error.facts.provider), items);
}

function withCounts(error: WeighbridgeError, completed: number, failed: number): WeighbridgeError {
  return changed(error, { facts: { ...error.facts, completed, failed } });
}

/** The error under the correlation id that the call itself brought: the one that its ledger lines have. */
export function underItsId(error: unknown, correlationId: string | undefined): unknown {
  if (correlationId === undefined || !WeighbridgeError.isInstance(error)) return error;
  return changed(error, { correlationId });
}

/** A copy, since calls that waited for the same failure share one error. */
function changed(
  error: WeighbridgeError,
  changes: Pick<WeighbridgeErrorOptions, 'facts' | 'correlationId'>,
): WeighbridgeError {
  const { code, kind, message, retryable, retryAfterMs, facts, name } = error;
  const copy = new WeighbridgeError({
    code,
    kind,
    message,
    retryable,
    facts,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...changes,
    cause: error,
  });
  copy.name = name;
  return copy;
}
