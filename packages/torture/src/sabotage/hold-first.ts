import { BudgetExceededError, type HoldRequest } from '@weighbridge/embeddings';
import type { Sabotage } from './sabotage.ts';

/** Money is asked for when the answer has come; by then it is spent, whatever the budgets say. */
export const holdFirst: Sabotage = {
  breaks: 'the hold is placed after the answer',
  caughtBy: 'held-before-sent',
  ledger: (ledger) => {
    const asked = new Map<string, HoldRequest>();
    return {
      async hold(requests) {
        for (const request of requests) asked.set(request.id, request);
      },
      async close(outcomes) {
        for (const outcome of outcomes) {
          const request = asked.get(outcome.id);
          asked.delete(outcome.id);
          if (!request || outcome.state === 'released') continue;
          try {
            await ledger.hold([request]);
            await ledger.close([outcome]);
          } catch (error) {
            if (!(error instanceof BudgetExceededError)) throw error;
          }
        }
      },
      post: (entries) => ledger.post(entries),
      drained: () => ledger.drained(),
    };
  },
};
