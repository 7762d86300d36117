'use client';

import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Field, Input } from '@/components/ui/field.tsx';
import { Segmented } from '@/components/ui/segmented.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { counted } from '@/lib/format/quantity.ts';
import { CHOICES, type Choice, choiceOf, daysInWords, daysOf } from '@/lib/keeping/days.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { WouldDelete } from './would-delete.tsx';

/** Chooses how long, shows what that would delete, and asks before it does. */
export function RetentionForm({ current }: { current: number | null }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [choice, setChoice] = useState<Choice>(choiceOf(current));
  const [typed, setTyped] = useState(current === null ? '' : String(current));
  const days = daysOf(choice, typed);
  const isOther = days !== undefined && days !== current;
  const preview = useQuery(
    trpc.retention.preview.queryOptions(
      { days: days ?? 7 },
      { enabled: isOther && days !== null, placeholderData: keepPreviousData, staleTime: 5000 },
    ),
  );
  const set = useMutation(trpc.retention.set.mutationOptions());
  const entries = preview.data?.entries ?? 0;
  const save = async (why: { reason?: string }) => {
    if (days === undefined) return;
    await set.mutateAsync({ days, ...why });
    await queryClient.invalidateQueries(trpc.retention.pathFilter());
    void queryClient.invalidateQueries(trpc.audit.pathFilter());
    toast.success(
      days === null
        ? 'Entries are kept for ever from now on.'
        : `Entries are kept ${daysInWords(days)}. What is older goes within the hour.`,
    );
  };
  return (
    <div className="grid gap-4">
      <div>
        <Segmented label="Keep entries" value={choice} options={CHOICES} onChange={setChoice} />
      </div>
      {choice === 'other' ? (
        <Field
          label="Days"
          className="max-w-48"
          hint="From 7 to 36,500."
          error={typed.trim() !== '' && days === undefined ? 'A whole number from 7 to 36,500.' : undefined}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              className="tabular-nums"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          )}
        </Field>
      ) : null}
      {isOther && days !== null ? (
        preview.data ? (
          <WouldDelete preview={preview.data} />
        ) : preview.error ? (
          <QueryError what="preview" error={preview.error} retry={() => void preview.refetch()} />
        ) : (
          <Skeleton className="h-20" />
        )
      ) : null}
      {isOther ? (
        <div>
          <ConfirmDialog
            trigger={
              <Button disabled={days !== null && (!preview.data || preview.isPlaceholderData)}>
                Keep them {daysInWords(days)}…
              </Button>
            }
            title={
              days === null
                ? 'Keep entries for ever?'
                : entries === 0
                  ? `Delete entries once they are older than ${counted(days, 'day')}?`
                  : `Delete ${counted(entries, 'entry', 'entries')} now, and others as they come of age?`
            }
            description={
              days === null
                ? 'Nothing more is deleted. What is gone does not come back.'
                : 'It cannot be undone: the lines of calls and attempts are gone, for exports as well. Take a backup first if you may need them.'
            }
            action={days === null ? 'Keep for ever' : entries === 0 ? 'Delete as they age' : 'Delete entries'}
            keep="Change nothing"
            tone={days === null ? 'primary' : 'danger'}
            confirm={save}
          >
            {days !== null && preview.data ? <WouldDelete preview={preview.data} /> : null}
          </ConfirmDialog>
        </div>
      ) : null}
    </div>
  );
}
