'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { FormDialog } from '@/components/form-dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Field, Input } from '@/components/ui/field.tsx';
import { billedOf } from '@/lib/budget/billed.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { LedgerGap } from '@/lib/trpc/types.ts';

/** Enters what was billed in a period that the ledger lacks; it cannot be taken back, so it says what it does. */
export function CloseGap({ gap }: { gap: LedgerGap }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [billed, setBilled] = useState('');
  const close = useMutation(trpc.gaps.close.mutationOptions());
  const amount = billedOf(billed);
  return (
    <FormDialog
      trigger={<Button size="sm">Enter what was billed</Button>}
      title="What was billed in this time?"
      description="The provider’s usage page knows. The whole amount counts in each budget whose window overlaps the time, and stands in the ledger as an adjustment. It cannot be changed afterwards."
      action="Close the gap"
      ready={amount !== null}
      reset={() => setBilled('')}
      submit={async (why) => {
        if (amount === null) return;
        await close.mutateAsync({ id: gap.id, ...amount, ...why });
        await Promise.all(
          [trpc.budgets, trpc.gaps].map((router) => queryClient.invalidateQueries(router.pathFilter())),
        );
        for (const router of [trpc.audit, trpc.spend]) {
          void queryClient.invalidateQueries(router.pathFilter());
        }
        toast.success('The gap is closed. Its budgets answer again.');
      }}
    >
      <Field
        label="Billed, in US dollars"
        hint="0 when nothing was."
        error={
          billed.trim() !== '' && amount === null
            ? 'Write an amount such as 1.23, or 0, with at most nine decimals.'
            : undefined
        }
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
    </FormDialog>
  );
}
