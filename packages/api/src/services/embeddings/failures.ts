import {
  type EmbedAnswer,
  reviveError,
  serialiseError,
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
  throw withCounts(error, answer.items.length - failed.length, failed.length);
}

function withCounts(error: WeighbridgeError, completed: number, failed: number): WeighbridgeError {
  const data = serialiseError(error);
  const revived = reviveError({ ...data, facts: { ...data.facts, completed, failed } });
  revived.cause = error;
  return revived;
}
