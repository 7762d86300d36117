'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
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
import { useTRPC } from '@/lib/trpc/client.ts';
import type { AccessKey } from '@/lib/trpc/types.ts';

export function RevokeKey({ accessKey }: { accessKey: AccessKey }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const revoke = useMutation(
    trpc.keys.revoke.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.keys.pathFilter());
        toast.success(`The key “${accessKey.name}” is revoked.`);
        setOpen(false);
      },
    }),
  );
  return (
    <AlertDialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setReason('');
        revoke.reset();
      }}
    >
      <AlertDialogTrigger asChild>
        <Button size="sm">
          Revoke<span className="sr-only"> {accessKey.name}</span>
        </Button>
      </AlertDialogTrigger>
      <AlertDialogContent
        title={`Revoke “${accessKey.name}”?`}
        description={`Whoever still uses the key …${accessKey.last4} is refused from the next call on. It cannot be undone; what was spent with it stays in the ledger.`}
      >
        <div className="mt-4 whitespace-normal text-left">
          <ReasonField value={reason} onChange={setReason} />
        </div>
        <MutationError error={revoke.error} />
        <DialogActions>
          <AlertDialogCancel asChild>
            <Button>Keep it</Button>
          </AlertDialogCancel>
          <Button
            variant="danger"
            disabled={revoke.isPending}
            onClick={() => revoke.mutate({ id: accessKey.id, ...reasonOf(reason) })}
          >
            Revoke key
          </Button>
        </DialogActions>
      </AlertDialogContent>
    </AlertDialog>
  );
}
