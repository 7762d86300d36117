'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { MutationError } from '@/components/query/mutation-error.tsx';
import { ReasonField, reasonOf } from '@/components/reason-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from '@/components/ui/dialog.tsx';
import { Field, Input } from '@/components/ui/field.tsx';
import { billedOf } from '@/lib/budget/billed.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { LedgerGap } from '@/lib/trpc/types.ts';
import { useBudgetChanged } from './use-budget-change.ts';

/** Enters what was billed in a period that the ledger lacks; it cannot be taken back, so it says what it does. */
export function CloseGap({ gap }: { gap: LedgerGap }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const changed = useBudgetChanged();
  const [open, setOpen] = useState(false);
  const [billed, setBilled] = useState('');
  const [reason, setReason] = useState('');
  const close = useMutation(
    trpc.gaps.close.mutationOptions({
      onSuccess: async () => {
        await changed('The gap is closed. Its budgets answer again.', () => setOpen(false));
        void queryClient.invalidateQueries(trpc.gaps.pathFilter());
        void queryClient.invalidateQueries(trpc.spend.pathFilter());
      },
    }),
  );
  const change = (next: boolean) => {
    setOpen(next);
    setBilled('');
    setReason('');
    close.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const amount = billedOf(billed);
    if (amount) close.mutate({ id: gap.id, ...amount, ...reasonOf(reason) });
  };
  const wrong = billed.trim() !== '' && !billedOf(billed);
  return (
    <Dialog open={open} onOpenChange={change}>
      <DialogTrigger asChild>
        <Button size="sm">Enter what was billed</Button>
      </DialogTrigger>
      <DialogContent
        title="What was billed in this time?"
        description="The provider’s usage page knows. The whole amount counts in each budget whose window overlaps the time, and stands in the ledger as an adjustment. It cannot be changed afterwards."
      >
        <form onSubmit={submit} className="grid gap-4">
          <Field
            label="Billed, in US dollars"
            hint="0 when nothing was."
            error={wrong ? 'Write an amount such as 1.23, or 0, with at most nine decimals.' : undefined}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                required
                placeholder="1.23"
                className="font-mono tabular-nums"
                value={billed}
                onChange={(event) => setBilled(event.target.value)}
              />
            )}
          </Field>
          <ReasonField value={reason} onChange={setReason} />
          <MutationError error={close.error} />
          <DialogActions>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="primary" disabled={close.isPending || !billedOf(billed)}>
              Close the gap
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
}
