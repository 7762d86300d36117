'use client';

import { useMutation } from '@tanstack/react-query';
import { CircleCheck, CircleX } from 'lucide-react';
import { useState } from 'react';
import { InlineCode } from '@/components/inline-code.tsx';
import { MutationError } from '@/components/query/mutation-error.tsx';
import {
  AlertDialog,
  AlertDialogCancel,
  AlertDialogContent,
  AlertDialogTrigger,
} from '@/components/ui/alert-dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { DialogActions } from '@/components/ui/dialog.tsx';
import { cn } from '@/lib/class-names.ts';
import { formatMillis } from '@/lib/format/quantity.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { Provider } from '@/lib/trpc/types.ts';
import { DeepResult } from './deep-result.tsx';

/** Asks a provider whether it would answer; deep also embeds a few words and looks at the vectors. */
export function ProviderTest({ provider }: { provider: Provider }) {
  const trpc = useTRPC();
  const test = useMutation(trpc.providers.test.mutationOptions());
  const testable = provider.id === 'openai' || provider.id === 'mock' ? provider.id : undefined;
  if (!testable) return null;
  const run = (deep: boolean) => test.mutate({ provider: testable, deep });
  return (
    <div className="border-line/70 border-t pt-4">
      <div className="flex flex-wrap gap-2">
        <Button disabled={test.isPending} onClick={() => run(false)}>
          Test
        </Button>
        {provider.kind === 'mock' ? (
          <Button disabled={test.isPending} onClick={() => run(true)}>
            Deep test
          </Button>
        ) : (
          <AskDeep disabled={test.isPending} onConfirm={() => run(true)} />
        )}
      </div>
      <div aria-live="polite">
        {test.isPending ? <p className="mt-3 animate-breathe text-soft">Asking {provider.id}…</p> : null}
        {test.data ? (
          <div className={cn('mt-3 rounded-md px-3 py-2.5', test.data.ok ? 'bg-good-tint' : 'bg-bad-tint')}>
            <p className="flex gap-2.5">
              {test.data.ok ? (
                <CircleCheck aria-label="Passed" className="mt-0.5 size-4 shrink-0 text-good" />
              ) : (
                <CircleX aria-label="Failed" className="mt-0.5 size-4 shrink-0 text-bad" />
              )}
              <span className="min-w-0">
                <InlineCode text={test.data.message} />{' '}
                <span className="whitespace-nowrap text-[13px] text-soft">
                  {test.data.code ? `${test.data.code}, ` : ''}
                  {formatMillis(test.data.latencyMs)}
                </span>
              </span>
            </p>
            {test.data.deep ? <DeepResult result={test.data.deep} /> : null}
          </div>
        ) : null}
        <MutationError error={test.error} />
      </div>
    </div>
  );
}

function AskDeep({ disabled, onConfirm }: { disabled: boolean; onConfirm: () => void }) {
  const [open, setOpen] = useState(false);
  return (
    <AlertDialog open={open} onOpenChange={setOpen}>
      <AlertDialogTrigger asChild>
        <Button disabled={disabled}>Deep test…</Button>
      </AlertDialogTrigger>
      <AlertDialogContent
        title="Run the deep test?"
        description="It embeds four short texts and inspects the vectors. That costs a fraction of a cent, is held against your budgets and stands in the ledger like any call."
      >
        <DialogActions>
          <AlertDialogCancel asChild>
            <Button>Cancel</Button>
          </AlertDialogCancel>
          <Button
            variant="primary"
            onClick={() => {
              setOpen(false);
              onConfirm();
            }}
          >
            Run it
          </Button>
        </DialogActions>
      </AlertDialogContent>
    </AlertDialog>
  );
}
