'use client';

import { useMutation } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useState } from 'react';
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

interface ConfirmDialogProps {
  /** The button that asks for it. */
  trigger: ReactElement;
  title: string;
  description: ReactNode;
  /** What the button does that confirms, such as "Remove budget". */
  action: string;
  /** What the other button does: nothing. */
  keep?: string;
  /** What confirming is: by default a danger. */
  tone?: 'danger' | 'primary';
  /** More to look at before one decides. */
  children?: ReactNode;
  /** Does it; the dialog closes when it has, and says why when it has not. */
  confirm: (why: { reason?: string }) => Promise<unknown>;
}

/** Asks before something is taken away, and why, for the audit log. */
export function ConfirmDialog({
  trigger,
  title,
  description,
  action,
  keep = 'Keep it',
  tone = 'danger',
  children,
  confirm,
}: ConfirmDialogProps) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const act = useMutation({ mutationFn: confirm, onSuccess: () => setOpen(false) });
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setReason('');
        act.reset();
      }}
    >
      <AlertDialogTrigger asChild>{trigger}</AlertDialogTrigger>
      <AlertDialogContent title={title} description={description}>
        {children ? <div className="mt-4 whitespace-normal text-left">{children}</div> : null}
        <div className="mt-4 whitespace-normal text-left">
          <ReasonField value={reason} onChange={setReason} />
        </div>
        <MutationError error={act.error} />
        <DialogActions>
          <AlertDialogCancel asChild>
            <Button>{keep}</Button>
          </AlertDialogCancel>
          <Button variant={tone} disabled={act.isPending} onClick={() => act.mutate(reasonOf(reason))}>
            {action}
          </Button>
        </DialogActions>
      </AlertDialogContent>
    </AlertDialog>
  );
}
