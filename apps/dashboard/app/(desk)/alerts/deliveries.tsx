'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { Pager } from '@/components/pager.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { cn } from '@/lib/class-names.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { DeliveryLine } from './delivery-line.tsx';
import { alertsParams, deliveriesInput } from './search-params.ts';

/** What was sent where, and how that went. Renders nothing before the first message. */
export function Deliveries() {
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(alertsParams);
  const log = useQuery(
    trpc.webhooks.deliveries.queryOptions(deliveriesInput(params), { placeholderData: keepPreviousData }),
  );
  if (!log.data) {
    return log.error ? (
      <QueryError what="deliveries" error={log.error} retry={() => void log.refetch()} />
    ) : (
      <Skeleton className="h-48" />
    );
  }
  if (log.data.items.length === 0 && params.sent === null) return null;
  return (
    <Card aria-labelledby="deliveries" aria-busy={log.isPlaceholderData}>
      <CardHeader
        id="deliveries"
        title="Deliveries"
        note="Newest first, those of removed webhooks included."
      />
      <ol className={cn('border-t', log.isPlaceholderData && 'opacity-60')}>
        {log.data.items.map((delivery) => (
          <DeliveryLine key={delivery.id} delivery={delivery} />
        ))}
      </ol>
      <Pager
        next={log.data.next}
        older={params.sent !== null}
        onPage={(sent) => void setParams({ sent }, { history: 'push', scroll: true })}
      />
    </Card>
  );
}
