'use client';

import { useMutation } from '@tanstack/react-query';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { formatUsd } from '@/lib/format/money.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { Budget } from '@/lib/trpc/types.ts';
import { useBudgetChanged } from './use-budget-change.ts';

export function RemoveBudget({ budget, name }: { budget: Budget; name: string }) {
  const trpc = useTRPC();
  const changed = useBudgetChanged();
  const remove = useMutation(trpc.budgets.remove.mutationOptions());
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm" aria-label={`Remove the budget of ${name} (${budget.window})`}>
          Remove
        </Button>
      }
      title={`Remove the budget of ${name}?`}
      description={`From the next call on, its ${formatUsd(budget.limitNanoUsd)} no longer limit what is spent. Other budgets stay. What was spent stays in the ledger.`}
      action="Remove budget"
      confirm={async (why) => {
        await remove.mutateAsync({ id: budget.id, ...why });
        await changed('The budget is removed.');
      }}
    />
  );
}
