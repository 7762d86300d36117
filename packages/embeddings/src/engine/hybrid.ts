import type { WeighbridgeError } from '../errors/base.ts';
import type { ProviderHealth } from '../router/health.ts';
import { deservesFallback, providerDown, withoutFallback } from '../router/router.ts';
import type { EmbedAnswer, EmbedCall } from './types.ts';

/** A struggling provider has fewer tries before the fallback answers. */
const ATTEMPTS_BEFORE_FALLBACK = 2;

/** The two providers that hybrid mode chooses between, as one call may ask them. */
export interface Choice {
  /** The id of the real one. */
  primary: string;
  health: ProviderHealth;
  /**
   * Asks the real one, with at most so many attempts at a request. With a refusal nothing is sent: the cache answers, or
   * the refusal is thrown.
   */
  ask(mostAttempts: number, refusal?: WeighbridgeError): Promise<EmbedAnswer>;
  fallBack(): Promise<EmbedAnswer>;
}

/**
 * The real provider's answer; or, when it is down or out of budget and the call allows it, one that is wholly the
 * fallback's and says so.
 * @throws the real provider's error, saying why the fallback did not answer
 */
export async function answerOrFallBack(
  call: Pick<EmbedCall, 'allowFallback' | 'space'>,
  { primary, health, ask, fallBack }: Choice,
): Promise<EmbedAnswer> {
  let reason: WeighbridgeError;
  const admission = health.admit();
  try {
    const answer = await ask(
      call.allowFallback ? ATTEMPTS_BEFORE_FALLBACK : Number.POSITIVE_INFINITY,
      admission ? undefined : providerDown(primary, health.snapshot()),
    );
    const failure = answer.items.find((item) => deservesFallback(item.error))?.error;
    if (!failure) return answer;
    if (!call.allowFallback) return explained(answer, 'not allowed');
    if (call.space !== undefined) return explained(answer, 'pinned');
    reason = failure;
  } catch (error) {
    if (!deservesFallback(error)) throw error;
    if (!call.allowFallback) throw withoutFallback(error, 'not allowed');
    // A pinned call was admitted for the primary's space; the fallback's is another one.
    if (call.space !== undefined) throw withoutFallback(error, 'pinned');
    reason = error;
  } finally {
    // A call that the cache answered, or a budget refused, must not leave the breaker waiting for its outcome.
    admission?.leave();
  }
  const answer = await fallBack();
  return { ...answer, fallback: { from: primary, code: reason.code, reason: reason.message } };
}

/** The answer, whose failed items say why the fallback did not answer them; one error for those that shared one. */
function explained(answer: EmbedAnswer, why: Parameters<typeof withoutFallback>[1]): EmbedAnswer {
  const said = new Map<WeighbridgeError, WeighbridgeError>();
  const items = answer.items.map((item) => {
    const { error } = item;
    if (!deservesFallback(error)) return item;
    const known = said.get(error) ?? withoutFallback(error, why);
    said.set(error, known);
    return { ...item, error: known };
  });
  return { ...answer, items };
}
