'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { MutationError } from '@/components/query/mutation-error.tsx';
import { ReasonField, reasonOf } from '@/components/reason-field.tsx';
import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogTrigger,
} from '@/components/ui/alert-dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { DialogActions } from '@/components/ui/dialog.tsx';
import { formatUsd } from '@/lib/format/money.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { Budget } from '@/lib/trpc/types.ts';
import { useBudgetChanged } from './use-budget-change.ts';

export function RemoveBudget({ budget, name }: { budget: Budget; name: string }) {
  const trpc = useTRPC();
  const changed = useBudgetChanged();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const remove = useMutation(
    trpc.budgets.remove.mutationOptions({
      onSuccess: () => changed('The budget is removed.', () => setOpen(false)),
    }),
  );
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setReason('');
        remove.reset();
      }}
    >
      <AlertDialogTrigger asChild>
        <Button size="sm">Remove</Button>
      </AlertDialogTrigger>
      <AlertDialogContent
        title={`Remove the budget of ${name}?`}
        description={`From the next call on, its ${formatUsd(budget.limitNanoUsd)} no longer limit what is spent. Other budgets stay. What was spent stays in the ledger.`}
      >
        <div className="mt-4">
          <ReasonField value={reason} onChange={setReason} />
        </div>
        <MutationError error={remove.error} />
        <DialogActions>
          <AlertDialogCancel asChild>
            <Button>Keep it</Button>
          </AlertDialogCancel>
          <Button
            variant="danger"
            disabled={remove.isPending}
            onClick={() => remove.mutate({ id: budget.id, ...reasonOf(reason) })}
          >
            Remove budget
          </Button>
        </DialogActions>
      </AlertDialogContent>
    </AlertDialog>
  );
}
