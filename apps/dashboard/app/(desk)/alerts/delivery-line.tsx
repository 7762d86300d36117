'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCw } from 'lucide-react';
import { toast } from 'sonner';
import { Ago, useNow } from '@/components/clock.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { deliveryState } from '@/lib/alerts/delivery.ts';
import { counted } from '@/lib/format/quantity.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { explain } from '@/lib/trpc/error.ts';
import type { Delivery } from '@/lib/trpc/types.ts';

/** One message: what it said, where it went, how often it was tried and what came back. */
export function DeliveryLine({ delivery }: { delivery: Delivery }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { tone, word, note } = deliveryState(delivery, useNow());
  const redeliver = useMutation(
    trpc.webhooks.redeliver.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.webhooks.pathFilter()),
      onError: (error) => void toast.error(explain(error).message),
    }),
  );
  return (
    <li className="flex items-start justify-between gap-x-6 border-line/70 border-b py-3 last:border-0">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <Badge tone={tone}>{word}</Badge>
          <span className="text-pretty">{delivery.alertTitle ?? 'A test'}</span>
        </p>
        <p className="mt-1 text-pretty text-[13px] text-soft">
          to {delivery.webhookName}, <Ago at={delivery.createdAt} />
          {delivery.attempts > 0 ? `, ${counted(delivery.attempts, 'try', 'tries')}` : null}
          {note === '' ? null : `. ${note}`}
        </p>
      </div>
      {delivery.state === 'pending' ? null : (
        <Button
          size="sm"
          disabled={redeliver.isPending}
          onClick={() => redeliver.mutate({ id: delivery.id })}
        >
          <RotateCw aria-hidden />
          <span className="max-sm:sr-only">Send again</span>
          <span className="sr-only"> to {delivery.webhookName}</span>
        </Button>
      )}
    </li>
  );
}
