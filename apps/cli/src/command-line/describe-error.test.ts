import { WeighbridgeClientError } from '@weighbridge/client';
import { BudgetExceededError, StorageError } from '@weighbridge/embeddings';
import { expect, test } from 'vitest';
import { usageError } from './cli-error.ts';
import { describeError } from './describe-error.ts';

function clientError(code: string): WeighbridgeClientError {
  return new WeighbridgeClientError({
    code,
    kind: 'upstream',
    message: 'm',
    retryable: false,
    retryAfterMs: null,
    facts: { a: 1 },
  });
}

test.each([
  [usageError('which?'), 2, 'USAGE'],
  [clientError('BUDGET_EXCEEDED'), 3, 'BUDGET_EXCEEDED'],
  [clientError('GATEWAY_UNREACHABLE'), 4, 'GATEWAY_UNREACHABLE'],
  [clientError('CANCELLED'), 130, 'CANCELLED'],
  [clientError('SPACE_MISMATCH'), 1, 'SPACE_MISMATCH'],
  [new StorageError('DATA_DIR_LOCKED', 'locked'), 1, 'DATA_DIR_LOCKED'],
] as const)('%o ends with %i as %s', (error, exitCode, code) => {
  expect(describeError(error)).toMatchObject({ exitCode, code, message: error.message, facts: error.facts });
  expect(describeError(error).stack).toBeUndefined();
});

test('errors of the core in this process keep their facts', () => {
  const error = new BudgetExceededError({
    budgetId: 'b',
    scope: 'global',
    window: 'day',
    windowStart: '',
    resetsAt: null,
    limitNanoUsd: '1',
    settledNanoUsd: '0',
    heldNanoUsd: '0',
    uncertainNanoUsd: '0',
    askedNanoUsd: '2',
    roomNanoUsd: '0',
    limit: '$0.000000001',
    asked: '$0.000000002',
    left: '$0.00',
  });
  expect(describeError(error)).toMatchObject({ exitCode: 3, facts: { askedNanoUsd: '2' } });
});

test('a defect shows its stack', () => {
  expect(describeError(new TypeError('x is undefined'))).toMatchObject({
    code: 'INTERNAL',
    exitCode: 1,
    stack: expect.stringContaining('describe-error.test'),
  });
});
