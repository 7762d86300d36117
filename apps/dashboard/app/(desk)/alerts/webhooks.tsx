'use client';

import { useQuery } from '@tanstack/react-query';
import { Webhook as WebhookIcon } from 'lucide-react';
import { EmptyState } from '@/components/empty-state.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Card } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import { Deliveries } from './deliveries.tsx';
import { WebhookDialog } from './webhook-dialog.tsx';
import { WebhookLine } from './webhook-line.tsx';

export function Webhooks() {
  const trpc = useTRPC();
  const webhooks = useQuery(trpc.webhooks.list.queryOptions());
  return (
    <>
      {/* Stays where it is while the list changes: it may be showing a secret that nobody has copied yet. */}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-[62ch] text-pretty text-soft">
          Each message is signed, and tried again for about eleven hours until it arrives.
        </p>
        <WebhookDialog />
      </div>
      {webhooks.data ? (
        webhooks.data.length > 0 ? (
          <Card aria-label="Webhooks" className="py-1 sm:py-1.5">
            <ul>
              {webhooks.data.map((webhook) => (
                <WebhookLine key={webhook.id} webhook={webhook} />
              ))}
            </ul>
          </Card>
        ) : (
          <EmptyState icon={WebhookIcon} title="Alerts go nowhere else yet">
            A webhook brings them to a pager, to Slack or to a program of yours.
          </EmptyState>
        )
      ) : webhooks.error ? (
        <QueryError what="webhooks" error={webhooks.error} retry={() => void webhooks.refetch()} />
      ) : (
        <Skeleton className="h-64" />
      )}
      <Deliveries />
    </>
  );
}
