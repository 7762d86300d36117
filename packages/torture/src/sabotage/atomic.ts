import { setTimeout as wait } from 'node:timers/promises';
import { BudgetExceededError, type HoldRequest, leftOf, refusalOf } from '@weighbridge/embeddings';
import type { Sabotage, SabotageParts } from './sabotage.ts';

/** Between looking and acting, as when a decision rests on a view that is a moment old. */
const GAP_MS = 120;

/** The condition and the hold are two steps: what others place between them is not seen. */
export const atomic: Sabotage = {
  breaks: 'admission looks first and holds afterwards',
  caughtBy: 'overshoot',
  unguarded: true,
  ledger: (ledger, parts) => ({
    async hold(requests) {
      await look(requests, parts);
      await wait(GAP_MS);
      await ledger.hold(requests);
    },
    close: (outcomes) => ledger.close(outcomes),
    post: (entries) => ledger.post(entries),
    drained: () => ledger.drained(),
  }),
};

async function look(
  requests: readonly HoldRequest[],
  { stores, clock, limits }: SabotageParts,
): Promise<void> {
  const asked = requests.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0n);
  const scopes = requests[0]?.scopes ?? [];
  for (const stored of await stores.budgets.list(clock.now())) {
    if (!scopes.includes(stored.scope)) continue;
    const status = { ...stored, limitNanoUsd: limits()[stored.id] ?? stored.limitNanoUsd };
    if (asked > leftOf(status)) throw new BudgetExceededError(refusalOf(status, asked));
  }
}
