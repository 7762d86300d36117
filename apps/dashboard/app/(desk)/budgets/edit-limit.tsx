'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '@/components/form-dialog.tsx';
import { Notice } from '@/components/notice.tsx';
import { Button } from '@/components/ui/button.tsx';
import { formatUsd, toDecimalUsd } from '@/lib/format/money.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { Budget } from '@/lib/trpc/types.ts';
import { LimitField, limitOf } from './limit-field.tsx';
import { useBudgetChanged } from './use-budget-change.ts';

export function EditLimit({ budget, name }: { budget: Budget; name: string }) {
  const trpc = useTRPC();
  const changed = useBudgetChanged();
  const [limit, setLimit] = useState('');
  /** The limit when the dialog opened. */
  const [began, setBegan] = useState(budget.limitNanoUsd);
  const update = useMutation(trpc.budgets.update.mutationOptions());
  const limitUsd = limitOf(limit);
  return (
    <FormDialog
      trigger={
        <Button size="sm" aria-label={`Edit limit of ${name} (${budget.window})`}>
          Edit limit
        </Button>
      }
      title={`Limit of ${name}`}
      description="Raising it frees calls at once; lowering it below what is used refuses new ones. What is out is not cut off."
      action="Change limit"
      ready={limitUsd !== null}
      reset={() => {
        setLimit(toDecimalUsd(budget.limitNanoUsd));
        setBegan(budget.limitNanoUsd);
        update.reset();
      }}
      submit={async (why) => {
        if (limitUsd === null) return;
        await update.mutateAsync({ id: budget.id, limitUsd, ...why });
        await changed('The limit is changed. It holds from the next call on.');
      }}
    >
      <div role="status">
        {budget.limitNanoUsd !== began && !update.isPending && !update.isSuccess ? (
          <Notice tone="warn">
            Somebody changed it to {formatUsd(budget.limitNanoUsd)} while this was open. Yours would replace
            that.
          </Notice>
        ) : null}
      </div>
      <LimitField value={limit} onChange={setLimit} />
    </FormDialog>
  );
}
