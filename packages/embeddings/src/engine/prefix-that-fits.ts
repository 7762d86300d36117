import { WeighbridgeError } from '../errors/base.ts';
import type { NanoUsd } from '../money.ts';

/**
 * A budget's refusal with the longest prefix of the call's inputs that every budget in scope would have admitted;
 * anything else as it is.
 */
export function withPrefixThatFits(
  error: unknown,
  call: { count: number; cost: (index: number) => NanoUsd },
): unknown {
  if (!WeighbridgeError.isInstance(error) || error.code !== 'BUDGET_EXCEEDED') return error;
  let left = BigInt(String(error.facts.roomNanoUsd ?? 0));
  let inputsThatFit = 0;
  while (inputsThatFit < call.count) {
    left -= call.cost(inputsThatFit);
    if (left < 0n) break;
    inputsThatFit += 1;
  }
  const hint = inputsThatFit > 0 ? ` The first ${inputsThatFit} of its ${call.count} inputs would fit.` : '';
  const said = new WeighbridgeError({
    code: error.code,
    kind: error.kind,
    message: `${error.message}${hint}`,
    retryable: error.retryable,
    facts: { ...error.facts, inputs: call.count, inputsThatFit },
    cause: error,
  });
  said.name = error.name;
  return said;
}
