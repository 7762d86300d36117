import type { FaultKind, RandomFault } from '@weighbridge/openai-stub';

/**
 * What goes wrong at the stub, for each request. `wrong_usage` is left out: a provider that meters more than the text
 * weighs exceeds any hold, which the ledger records as an overrun and no admission can prevent.
 */
export const FAULTS: Partial<Record<FaultKind, RandomFault>> = {
  // Refused: not billed.
  rate_limit: { probability: 0.02, retryAfterMs: 15 },
  server_error: 0.02,
  overloaded: 0.01,
  unauthorized: 0.002,
  // Lost on the way: the client cannot know.
  proxy_502: 0.02,
  proxy_504: { probability: 0.02, billed: false },
  reset_before: 0.015,
  reset_after: 0.015,
  truncated: 0.015,
  not_json: 0.01,
  hang: 0.005,
  // Longer than an attempt may take: billed after the client has given up.
  slow: { probability: 0.005, delayMs: 900 },
  // Billed, and spoilt.
  nan: { probability: 0.01, items: [0] },
  zero_vector: { probability: 0.01, items: [0] },
  missing_index: 0.01,
  wrong_dimensions: 0.005,
  shuffled: 0.01,
  missing_usage: 0.01,
};
