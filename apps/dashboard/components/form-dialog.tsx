'use client';

import { useMutation } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useState } from 'react';
import { MutationError } from '@/components/query/mutation-error.tsx';
import { ReasonField, reasonOf } from '@/components/reason-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from '@/components/ui/dialog.tsx';

/** What stands in place of the form once it was sent, such as a key that is shown this once. */
interface Outcome {
  title: string;
  description: string;
  content: ReactNode;
}

interface FormDialogProps {
  /** The button that opens it. */
  trigger: ReactElement;
  title: string;
  description?: ReactNode;
  /** What the button does that sends the form, such as "Set price". */
  action: string;
  /** The same while it is being done, such as "Setting…". */
  pending?: string;
  /** Whether what was entered can be sent. */
  ready?: boolean;
  /** Puts the fields back to what they begin with; called when it opens and when it closes. */
  reset: () => void;
  /** Does it. The dialog closes when it has, and says why when it has not. */
  submit: (why: { reason?: string }) => Promise<unknown>;
  /** Whether it stays open when that was done, to show the outcome. */
  staysOpen?: boolean;
  outcome?: Outcome | undefined;
  /** The fields. The reason for the audit log comes after them by itself. */
  children: ReactNode;
}

/** A form in a dialog: opens clean, asks why, sends once, and keeps what was entered when it was refused. */
export function FormDialog({
  trigger,
  title,
  description,
  action,
  pending = action,
  ready = true,
  reset,
  submit,
  staysOpen = false,
  outcome,
  children,
}: FormDialogProps) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const send = useMutation({ mutationFn: submit, onSuccess: () => setOpen(staysOpen) });
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setReason('');
        send.reset();
        reset();
      }}
    >
      <DialogTrigger asChild>{trigger}</DialogTrigger>
      <DialogContent
        title={outcome?.title ?? title}
        description={outcome?.description ?? description}
        onInteractOutside={(event) => {
          // A click beside the dialog must not lose a secret that nobody has copied yet.
          if (outcome) event.preventDefault();
        }}
      >
        {outcome ? (
          outcome.content
        ) : (
          <form
            className="grid gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              if (ready) send.mutate(reasonOf(reason));
            }}
          >
            {children}
            <ReasonField value={reason} onChange={setReason} />
            <MutationError error={send.error} />
            <DialogActions>
              <DialogClose asChild>
                <Button>Cancel</Button>
              </DialogClose>
              <Button type="submit" variant="primary" disabled={send.isPending || !ready}>
                {send.isPending ? pending : action}
              </Button>
            </DialogActions>
          </form>
        )}
      </DialogContent>
    </Dialog>
  );
}
