import { WeighbridgeError } from './base.ts';

/** What can be wrong with a request that brings an idempotency key. Nothing was sent or charged. */
export class IdempotencyError extends WeighbridgeError {
  constructor(code: keyof typeof MESSAGES) {
    super({
      code,
      kind: code === 'INVALID_IDEMPOTENCY_KEY' ? 'bad_request' : 'conflict',
      message: MESSAGES[code],
      facts: { field: 'idempotency-key' },
    });
  }
}

const MESSAGES = {
  INVALID_IDEMPOTENCY_KEY:
    'The header "idempotency-key" must be 1 to 255 printable ASCII characters without spaces, such as a UUID, on a single call.',
  IDEMPOTENCY_KEY_REUSED:
    'This idempotency key was used for another request within the last 24 hours. Use a new key for each request.',
  IDEMPOTENT_ANSWER_EVICTED:
    'This request was answered before, but its answer had to make room for newer ones. It was not embedded or paid for again. ' +
    'Use a new key to ask anew: what the cache still has costs nothing.',
} as const;
