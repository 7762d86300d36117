'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { MutationError } from '@/components/query/mutation-error.tsx';
import { ReasonField, reasonOf } from '@/components/reason-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from '@/components/ui/dialog.tsx';
import { toDecimalUsd } from '@/lib/format/money.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { Budget } from '@/lib/trpc/types.ts';
import { LimitField, limitOf } from './limit-field.tsx';
import { useBudgetChanged } from './use-budget-change.ts';

export function EditLimit({ budget, name }: { budget: Budget; name: string }) {
  const trpc = useTRPC();
  const changed = useBudgetChanged();
  const [open, setOpen] = useState(false);
  const [limit, setLimit] = useState('');
  const [reason, setReason] = useState('');
  const update = useMutation(
    trpc.budgets.update.mutationOptions({
      onSuccess: () => changed('The limit is changed. It holds from the next call on.', () => setOpen(false)),
    }),
  );
  const change = (next: boolean) => {
    setOpen(next);
    setLimit(toDecimalUsd(budget.limitNanoUsd));
    setReason('');
    update.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const limitUsd = limitOf(limit);
    if (limitUsd) update.mutate({ id: budget.id, limitUsd, ...reasonOf(reason) });
  };
  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogTrigger asChild>
        <Button size="sm" aria-label={`Edit limit of ${name} (${budget.window})`}>
          Edit limit
        </Button>
      </DialogTrigger>
      <DialogContent
        title={`Limit of ${name}`}
        description="Raising it frees calls at once; lowering it below what is used refuses new ones. What is out is not cut off."
      >
        <form onSubmit={submit} className="grid gap-4">
          <LimitField value={limit} onChange={setLimit} />
          <ReasonField value={reason} onChange={setReason} />
          <MutationError error={update.error} />
          <DialogActions>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="primary" disabled={update.isPending || !limitOf(limit)}>
              Change limit
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
}
