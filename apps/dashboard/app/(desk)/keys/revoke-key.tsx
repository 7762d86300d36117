'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { ConfirmDialog } from '@/components/confirm-dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { AccessKey } from '@/lib/trpc/types.ts';

export function RevokeKey({ accessKey }: { accessKey: AccessKey }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const revoke = useMutation(trpc.keys.revoke.mutationOptions());
  return (
    <ConfirmDialog
      trigger={
        <Button size="sm">
          Revoke<span className="sr-only"> {accessKey.name}</span>
        </Button>
      }
      title={`Revoke “${accessKey.name}”?`}
      description={`Whoever still uses the key …${accessKey.last4} is refused from the next call on. It cannot be undone; what was spent with it stays in the ledger.`}
      action="Revoke key"
      confirm={async (why) => {
        await revoke.mutateAsync({ id: accessKey.id, ...why });
        await queryClient.invalidateQueries(trpc.keys.pathFilter());
        toast.success(`The key “${accessKey.name}” is revoked.`);
      }}
    />
  );
}
