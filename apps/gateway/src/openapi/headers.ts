interface HeaderText {
  description: string;
  example?: string;
  /** On every answer of its kind. */
  always?: boolean;
}

/** What a call may ask for. */
export const REQUEST_HEADERS: Readonly<Record<string, HeaderText & { enum?: readonly string[] }>> = {
  'x-correlation-id': {
    description:
      'Goes to the provider, into the log and the ledger, and comes back. 1 to 128 printable ASCII characters without spaces; made when absent.',
    example: 'import-2026-03-01/17',
  },
  'idempotency-key': {
    description:
      'The same request under the same key has the same answer for 24 hours. 1 to 255 printable ASCII characters without spaces.',
    example: '4c1f6d0e-6c1b-4c5c-9f55-0d8f1f1f2f3a',
  },
  'x-weighbridge-tags': {
    description: 'Up to ten labels for budgets and breakdowns, separated by commas.',
    example: 'team:search, nightly',
  },
  'x-weighbridge-too-long': {
    description: 'What becomes of texts longer than the model takes. Left out: the project’s setting.',
    enum: ['error', 'truncate', 'split'],
  },
  'x-weighbridge-split': {
    description:
      'Whether a call larger than one request may be is split into several. Left out: the project’s setting.',
    enum: ['true', 'false'],
  },
};

/** On answers of every kind. */
export const COMMON_HEADERS: Readonly<Record<string, HeaderText>> = {
  'x-correlation-id': { description: 'The call’s correlation id.', always: true },
  'x-weighbridge-correlation-id': {
    description: 'The same, where a proxy replaces the other.',
    always: true,
  },
};

/** On every answer of `/v1`, as on OpenAI's. */
export const V1_HEADERS: Readonly<Record<string, HeaderText>> = {
  'x-request-id': { description: 'The call’s correlation id.', always: true },
  'openai-version': { description: 'The version of the API.', example: '2020-10-01', always: true },
  'openai-processing-ms': {
    description: 'Milliseconds until the answer was begun, the provider’s included.',
    example: '118',
    always: true,
  },
};

/** On embeddings and their refusals, while a rate limit is set on the caller; of several, the one with the least left. */
export const RATE_HEADERS: Readonly<Record<string, HeaderText>> = Object.fromEntries(
  (['requests', 'tokens'] as const).flatMap((metric) => [
    [
      `x-ratelimit-limit-${metric}`,
      { description: `Limit of ${metric} in any minute or hour.`, example: '500000' },
    ],
    [`x-ratelimit-remaining-${metric}`, { description: `What is left of it now.`, example: '499958' }],
    [
      `x-ratelimit-reset-${metric}`,
      { description: 'When all of it is free again, if nothing more is asked.', example: '59.2s' },
    ],
  ]),
);

/** On embeddings. */
export const ANSWER_HEADERS: Readonly<Record<string, HeaderText>> = {
  'x-request-id': { description: 'Id of the call, as in the ledger.', always: true },
  'x-weighbridge-request-id': { description: 'The same.', always: true },
  'x-weighbridge-provider': { description: 'Who made the vectors.', example: 'openai', always: true },
  'x-weighbridge-space': {
    description: 'The vector space that all of them are in.',
    example: 'openai/text-embedding-3-small/1536',
    always: true,
  },
  'x-weighbridge-cost-usd': {
    description: 'What the provider billed for this call, exactly; 0 from mock and cache.',
    example: '0.00000412',
    always: true,
  },
  'x-weighbridge-cached': {
    description: 'Inputs that were answered without asking for them.',
    example: '3',
    always: true,
  },
  'x-weighbridge-mode': { description: 'mock, real or hybrid.', example: 'real', always: true },
  'x-weighbridge-budget-remaining': {
    description:
      'What the tightest budget in scope has left after this call, in dollars. Absent without one.',
    example: '0.4821',
  },
  'x-weighbridge-too-long': {
    description:
      'What was cut: tokens cut off, or the windows whose average an input is. Absent when nothing was.',
    example: '2=truncated:409, 7=windows:3',
  },
  'x-weighbridge-idempotent-replayed': {
    description: 'true when this very answer was given before; its other headers are those of then.',
    example: 'true',
  },
};

/** On errors of `/v1`. */
export const ERROR_HEADERS: Readonly<Record<string, HeaderText>> = {
  'x-weighbridge-error': { description: 'Our stable code.', example: 'BUDGET_EXCEEDED', always: true },
  'x-should-retry': {
    description: 'Whether trying again can help; OpenAI’s SDKs obey it.',
    example: 'false',
    always: true,
  },
  'retry-after': { description: 'Seconds after which trying again makes sense.', example: '2' },
  'retry-after-ms': { description: 'The same in milliseconds.', example: '1500' },
};

/** `components`-free header objects. */
export function headerObjects(...groups: Readonly<Record<string, HeaderText>>[]) {
  return Object.fromEntries(
    groups.flatMap(Object.entries<HeaderText>).map(([name, { description, example, always }]) => [
      name,
      {
        description,
        schema: { type: 'string' },
        ...(example === undefined ? {} : { example }),
        ...(always ? { required: true } : {}),
      },
    ]),
  );
}
