import { WeighbridgeError } from '@weighbridge/embeddings';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Keeps guesses at the admin password few and one at a time. */
export interface SignInGuard {
  /** @throws WeighbridgeError TOO_MANY_SIGN_INS */
  attempt(request: FastifyRequest, check: () => Promise<boolean>): Promise<boolean>;
}

/**
 * Counts wrong passwords by the address of the connection (behind the dashboard that is the dashboard's: a forwarded
 * address could be made up). Checks wait for one another, so that a thousand at once, or in one batch, are no way around.
 */
export function createSignInGuard(app: FastifyInstance, wrongPerMinute: number): SignInGuard {
  const limit = app.createRateLimit({
    max: wrongPerMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => request.socket.remoteAddress ?? 'unknown',
  });
  let last: Promise<unknown> = Promise.resolve();

  async function check(request: FastifyRequest, verify: () => Promise<boolean>): Promise<boolean> {
    const state = await limit(request, { increment: false });
    if (!state.isAllowed && state.remaining === 0) throw tooMany(state.ttl);
    const right = await verify();
    if (!right) await limit(request);
    return right;
  }

  return {
    attempt(request, verify) {
      const mine = last.then(() => check(request, verify));
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

function tooMany(waitMs: number): WeighbridgeError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new WeighbridgeError({
    code: 'TOO_MANY_SIGN_INS',
    kind: 'rate_limited',
    message: `Too many wrong passwords came from this address. Try again in ${seconds} s.`,
    retryable: true,
    retryAfterMs: seconds * 1000,
    facts: {},
  });
}
