'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Banknote, Boxes, Clock, LifeBuoy, type LucideIcon, ScrollText } from 'lucide-react';
import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { toast } from 'sonner';
import { InlineCode } from '@/components/inline-code.tsx';
import { MutationError } from '@/components/query/mutation-error.tsx';
import { AlertDialog, AlertDialogCancel, AlertDialogContent } from '@/components/ui/alert-dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { DialogActions } from '@/components/ui/dialog.tsx';
import { Field, Textarea } from '@/components/ui/field.tsx';
import { cn } from '@/lib/class-names.ts';
import { type Effect, effectsOf, MODE_MEANINGS, MODE_NAMES, type Mode } from '@/lib/mode/mode.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { ProvidersStatus } from '@/lib/trpc/types.ts';

const ICONS: Readonly<Record<Effect['kind'], LucideIcon>> = {
  money: Banknote,
  space: Boxes,
  fallback: LifeBuoy,
  time: Clock,
  record: ScrollText,
};

interface ModeDialogProps {
  status: ProvidersStatus;
  /** The mode somebody chose; undefined keeps the dialog closed. */
  asked: Mode | undefined;
  onClose: () => void;
  /** After it has gone, for the focus to return. */
  onClosed: () => void;
}

export function ModeDialog({ status, asked, onClose, onClosed }: ModeDialogProps) {
  const option = status.modes.find((candidate) => candidate.mode === asked);
  return (
    <AlertDialog open={option !== undefined} onOpenChange={(open) => !open && onClose()}>
      {option ? (
        option.allowed ? (
          <Confirm
            status={status}
            to={option.mode}
            toSpace={option.space}
            onClose={onClose}
            onClosed={onClosed}
          />
        ) : (
          <Refusal
            name={MODE_NAMES[option.mode]}
            mode={option.mode}
            message={option.message}
            onClosed={onClosed}
          />
        )
      ) : null}
    </AlertDialog>
  );
}

interface ConfirmProps {
  status: ProvidersStatus;
  to: Mode;
  toSpace: string;
  onClose: () => void;
  onClosed: () => void;
}

function Confirm({ status, to, toSpace, onClose, onClosed }: ConfirmProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const budgets = useQuery(trpc.budgets.list.queryOptions());
  const [reason, setReason] = useState('');
  // What it was switched from stays in the words while the switch itself is under way.
  const [from, setFrom] = useState(status.mode);
  if (status.mode !== to && status.mode !== from) setFrom(status.mode);
  const setMode = useMutation(
    trpc.providers.setMode.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.providers.pathFilter());
        void queryClient.invalidateQueries(trpc.audit.pathFilter());
        toast.success(`${MODE_NAMES[to]} is in force from the next call on.`);
        onClose();
      },
    }),
  );
  const effects = effectsOf({
    from,
    to,
    fromSpace: status.space,
    toSpace,
    // Until the list is here nothing is claimed about it.
    budgets: budgets.data?.length ?? 1,
  });
  if (status.mode === to && setMode.isIdle) return <Already to={to} onClosed={onClosed} />;
  return (
    <AlertDialogContent
      data-mode={to}
      title={`Switch from ${MODE_NAMES[from]} to ${MODE_NAMES[to]}?`}
      description={MODE_MEANINGS[to]}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        onClosed();
      }}
    >
      <ul className="mt-4 grid gap-2.5">
        {effects.map((effect) => {
          const Icon = ICONS[effect.kind];
          return (
            <li
              key={effect.text}
              className={cn(
                'flex gap-3 rounded-md px-3 py-2',
                effect.caution ? 'bg-warn-tint' : 'bg-inset/60',
              )}
            >
              <Icon
                aria-hidden
                className={cn('mt-0.5 size-4 shrink-0', effect.caution ? 'text-warn' : 'text-soft')}
              />
              <span className="min-w-0 text-pretty break-words">{effect.text}</span>
            </li>
          );
        })}
      </ul>
      <form
        className="mt-4"
        onSubmit={(event) => {
          event.preventDefault();
          setMode.mutate({ mode: to, ...(reason.trim() ? { reason: reason.trim() } : {}) });
        }}
      >
        <Field label="Reason" optional hint="Stands in the audit log beside the change.">
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <MutationError error={setMode.error} />
        <DialogActions>
          <AlertDialogCancel asChild>
            <Button>Stay with {MODE_NAMES[from]}</Button>
          </AlertDialogCancel>
          <Button type="submit" variant="mode" disabled={setMode.isPending}>
            {setMode.isPending ? 'Switching…' : `Switch to ${MODE_NAMES[to]}`}
          </Button>
        </DialogActions>
      </form>
    </AlertDialogContent>
  );
}

/** Somebody else made the same switch while this one was being considered. */
function Already({ to, onClosed }: Pick<ConfirmProps, 'to' | 'onClosed'>) {
  return (
    <NothingToAsk
      mode={to}
      title={`${MODE_NAMES[to]} is already in force`}
      description="It was switched elsewhere while this was open. Nothing is left to do."
      onClosed={onClosed}
    />
  );
}

interface RefusalProps {
  name: string;
  mode: Mode;
  message: string;
  onClosed: () => void;
}

function Refusal({ name, mode, message, onClosed }: RefusalProps) {
  return (
    <NothingToAsk
      mode={mode}
      title={`${name} is not ready yet`}
      description={<InlineCode text={message} />}
      onClosed={onClosed}
    >
      <Button variant="primary" asChild>
        <Link prefetch={false} href="/providers">
          Go to Providers
        </Link>
      </Button>
    </NothingToAsk>
  );
}

interface NothingToAskProps {
  mode: Mode;
  title: string;
  description: ReactNode;
  onClosed: () => void;
  /** What can be done, beside closing. */
  children?: ReactNode;
}

function NothingToAsk({ mode, title, description, onClosed, children }: NothingToAskProps) {
  return (
    <AlertDialogContent
      data-mode={mode}
      title={title}
      description={description}
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        onClosed();
      }}
    >
      <DialogActions>
        <AlertDialogCancel asChild>
          <Button>Close</Button>
        </AlertDialogCancel>
        {children}
      </DialogActions>
    </AlertDialogContent>
  );
}
