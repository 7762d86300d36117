'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Send } from 'lucide-react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import { explain } from '@/lib/trpc/error.ts';
import type { Webhook } from '@/lib/trpc/types.ts';

/** Sends a test message; how it went stands in the log of deliveries as well. */
export function TestWebhook({ webhook }: { webhook: Webhook }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const test = useMutation(
    trpc.webhooks.test.mutationOptions({
      onSuccess: async ({ ok, status, error }) => {
        await queryClient.invalidateQueries(trpc.webhooks.pathFilter());
        if (ok) toast.success(`The test arrived: ${webhook.name} answered ${status}.`);
        else toast.error(`The test did not arrive. ${error ?? ''}`);
      },
      onError: (error) => void toast.error(explain(error).message),
    }),
  );
  return (
    <Button size="sm" disabled={test.isPending} onClick={() => test.mutate({ id: webhook.id })}>
      <Send aria-hidden />
      {test.isPending ? 'Sending…' : 'Test'}
      <span className="sr-only"> {webhook.name}</span>
    </Button>
  );
}
