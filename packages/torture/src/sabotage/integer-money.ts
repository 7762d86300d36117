import type { NanoUsd } from '@weighbridge/embeddings';
import type { Sabotage } from './sabotage.ts';

/** Amounts go through dollars in a float, rounded to a millionth: 50 tokens are one step. */
export const integerMoney: Sabotage = {
  breaks: 'money is a float of dollars with six decimals',
  caughtBy: 'settled-exact',
  ledger: (ledger) => ({
    hold: (requests) =>
      ledger.hold(requests.map((request) => ({ ...request, nanoUsd: throughDollars(request.nanoUsd) }))),
    close: (outcomes) =>
      ledger.close(
        outcomes.map((outcome) =>
          outcome.state === 'settled' ? { ...outcome, nanoUsd: throughDollars(outcome.nanoUsd) } : outcome,
        ),
      ),
    post: (entries) => ledger.post(entries),
    drained: () => ledger.drained(),
  }),
};

function throughDollars(amount: NanoUsd): NanoUsd {
  const dollars = Number((Number(amount) / 1e9).toFixed(6));
  return BigInt(Math.round(dollars * 1e9));
}
