import type { SpendOrigin } from '@weighbridge/db';
import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { addSpend } from './spend-metrics.ts';

function origin(projectId: string, requests: number): SpendOrigin {
  const counts = Object.fromEntries(
    ['settledTokens', 'failedAttempts', 'paidInputs', 'freeInputs', 'freeTokens', 'recalledInputs']
      .concat(
        ['recalledTokens', 'coalescedInputs', 'coalescedTokens', 'deduplicatedInputs', 'deduplicatedTokens'],
        ['truncatedInputs', 'truncatedTokens'],
      )
      .map((name) => [name, 0]),
  );
  const amounts = Object.fromEntries(
    ['settledNanoUsd', 'heldNanoUsd', 'uncertainNanoUsd', 'freeWouldHaveNanoUsd', 'recalledNanoUsd']
      .concat(['coalescedNanoUsd', 'deduplicatedNanoUsd', 'truncatedNanoUsd', 'overrunNanoUsd'])
      .map((name) => [name, 0n]),
  );
  return {
    ...counts,
    ...amounts,
    requests,
    projectId,
    provider: 'openai',
    model: 'm',
    since: 0,
  } as SpendOrigin;
}

it('gives the first to appear series of their own and folds the rest, so that none goes back', async () => {
  const requests = async (origins: SpendOrigin[]) => {
    const page = new Registry();
    addSpend(page, origins, 2);
    const text = await page.metrics();
    return [...text.matchAll(/^weighbridge_requests_total\{project="(\w+)".*\} (\d+)$/gm)].map(
      ([, project, count]) => [project, Number(count)],
    );
  };
  const [a, b, c, d] = [origin('a', 1), origin('b', 2), origin('c', 4), origin('d', 8)];
  expect(await requests([a, b])).toEqual([
    ['a', 1],
    ['b', 2],
  ]);
  expect(await requests([a, b, c, d])).toEqual([
    ['a', 1],
    ['b', 2],
    ['other', 12],
  ]);
});
