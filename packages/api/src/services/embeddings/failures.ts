import {
  type EmbedAnswer,
  reviveError,
  serialiseError,
  type UnsoundItem,
  UnsoundVectorsError,
  type WeighbridgeError,
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
  const data = serialiseError(error);
  const revived = reviveError({ ...data, facts: { ...data.facts, completed, failed } });
  revived.cause = error;
  return revived;
}
