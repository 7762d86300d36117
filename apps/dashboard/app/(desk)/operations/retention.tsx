'use client';

import { useQuery } from '@tanstack/react-query';
import { Instant } from '@/components/clock.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { daysInWords } from '@/lib/keeping/days.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { RetentionForm } from './retention-form.tsx';

/** How long the ledger keeps single entries; sums it keeps for ever. */
export function Retention() {
  const trpc = useTRPC();
  const retention = useQuery(trpc.retention.get.queryOptions());
  return (
    <Card aria-labelledby="retention">
      <CardHeader
        id="retention"
        title="Retention"
        note="Sums by quarter hour, counters of budgets, alerts and the audit log are kept for ever."
      />
      {retention.data ? (
        <div className="grid gap-4">
          <p>
            Single entries are kept <b className="font-medium">{daysInWords(retention.data.days)}</b>.
            {retention.data.detailsFrom === null ? (
              ' None was ever deleted.'
            ) : (
              <>
                {' '}
                Those from before <Instant at={retention.data.detailsFrom} /> are gone.
              </>
            )}
          </p>
          <RetentionForm key={retention.data.days} current={retention.data.days} />
        </div>
      ) : retention.error ? (
        <QueryError what="retention" error={retention.error} retry={() => void retention.refetch()} />
      ) : (
        <Skeleton className="h-40" />
      )}
    </Card>
  );
}
