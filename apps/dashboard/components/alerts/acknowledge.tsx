'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button.tsx';
import { counted } from '@/lib/format/quantity.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { explain } from '@/lib/trpc/error.ts';
import type { Alert } from '@/lib/trpc/types.ts';

function useAcknowledge(onDone: (acknowledged: number) => void = () => {}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.alerts.acknowledge.mutationOptions({
      onSuccess: async ({ acknowledged }) => {
        await queryClient.invalidateQueries(trpc.alerts.pathFilter());
        onDone(acknowledged);
      },
      onError: (error) => void toast.error(explain(error).message),
    }),
  );
}

/** Says that somebody has looked at one alert. */
export function Acknowledge({ alert }: { alert: Pick<Alert, 'id' | 'title'> }) {
  const acknowledge = useAcknowledge();
  return (
    <Button
      size="sm"
      disabled={acknowledge.isPending}
      onClick={() => acknowledge.mutate({ ids: [alert.id] })}
    >
      <Check aria-hidden />
      Acknowledge<span className="sr-only">: {alert.title}</span>
    </Button>
  );
}

export function AcknowledgeAll({ count }: { count: number }) {
  const acknowledge = useAcknowledge(
    (acknowledged) => void toast.success(`Acknowledged: ${counted(acknowledged, 'alert')}.`),
  );
  return (
    <Button disabled={acknowledge.isPending} onClick={() => acknowledge.mutate({ all: true })}>
      <Check aria-hidden />
      Acknowledge all {count}
    </Button>
  );
}
