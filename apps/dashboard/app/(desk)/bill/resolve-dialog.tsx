'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useState } from 'react';
import { toast } from 'sonner';
import { useScopeNames } from '@/components/budgets/use-scopes.ts';
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
import { counted } from '@/lib/format/quantity.ts';
import { useTRPC } from '@/lib/trpc/client.ts';

interface ResolveDialogProps {
  ids: readonly string[];
  as: 'billed' | 'not_billed';
  trigger: ReactElement;
  onDone?: () => void;
}

/** Says what became of attempts, after showing what that settles or frees. */
export function ResolveDialog({ ids, as, trigger, onDone }: ResolveDialogProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const effects = useQuery({
    ...trpc.uncertain.effects.queryOptions({ ids: [...ids] }),
    enabled: open && ids.length > 0,
  });
  const resolve = useMutation(
    trpc.uncertain.resolveMany.mutationOptions({
      onSuccess: async (moved) => {
        await Promise.all(
          [trpc.spend, trpc.uncertain, trpc.budgets, trpc.bills, trpc.audit].map((router) =>
            client.invalidateQueries(router.pathFilter()),
          ),
        );
        toast.success(
          `${formatUsd(moved.nanoUsd)} ${as === 'billed' ? 'settled' : 'freed'} in ${counted(moved.attempts, 'attempt')}.`,
        );
        setOpen(false);
        onDone?.();
      },
    }),
  );
  const many = counted(ids.length, 'attempt');
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setReason('');
        resolve.reset();
      }}
    >
      <AlertDialogTrigger asChild>{trigger}</AlertDialogTrigger>
      <AlertDialogContent
        title={as === 'billed' ? `${many} billed?` : `${many} not billed?`}
        description={
          as === 'billed'
            ? 'They are settled at what was held, for good.'
            : 'What was held for them is freed, for good. If they were billed after all, the ledger will be short of the bill.'
        }
      >
        <Effects as={as} effects={effects.data} />
        <div className="mt-4">
          <ReasonField value={reason} onChange={setReason} />
        </div>
        <MutationError error={resolve.error ?? effects.error} />
        <DialogActions>
          <AlertDialogCancel asChild>
            <Button>Cancel</Button>
          </AlertDialogCancel>
          <Button
            variant={as === 'billed' ? 'primary' : 'danger'}
            disabled={resolve.isPending || !effects.data}
            onClick={() => resolve.mutate({ ids: [...ids], as, ...reasonOf(reason) })}
          >
            {as === 'billed' ? 'Settle as billed' : 'Free as not billed'}
          </Button>
        </DialogActions>
      </AlertDialogContent>
    </AlertDialog>
  );
}

interface EffectsProps {
  as: 'billed' | 'not_billed';
  effects:
    | {
        nanoUsd: string;
        budgets: { id: string; scope: string; window: string; present: boolean; nanoUsd: string }[];
      }
    | undefined;
}

function Effects({ as, effects }: EffectsProps) {
  const nameOf = useScopeNames();
  if (!effects) return <p className="mt-4 text-soft">Adding up…</p>;
  const present = effects.budgets.filter((budget) => budget.present);
  return (
    <div className="mt-4 rounded-md bg-inset p-3 text-[13px]">
      <p className="font-medium">
        {formatUsd(effects.nanoUsd)} {as === 'billed' ? 'is settled' : 'is freed'}.
      </p>
      {present.length === 0 ? (
        <p className="mt-1 text-soft">No budget has it in its present window.</p>
      ) : (
        <ul className="mt-1 grid gap-0.5">
          {present.map((budget) => (
            <li key={budget.id}>
              {nameOf(budget.scope)}, {budget.window}: {formatUsd(budget.nanoUsd)}{' '}
              {as === 'billed' ? 'moves from uncertain to settled' : 'is left again'}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
