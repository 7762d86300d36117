'use client';

import { useQuery } from '@tanstack/react-query';
import { FindingSummary } from '@/components/quality/finding-summary.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Card, CardHeader, CardLink } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { groupFindings } from '@/lib/quality/group.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { LATEST_FINDINGS } from './search-params.ts';

const SHOWN = 4;

/** What inspection found last, with what to do about it. */
export function LatestFindings() {
  const trpc = useTRPC();
  const failures = useQuery(trpc.quality.failures.queryOptions(LATEST_FINDINGS));
  const groups = groupFindings(failures.data?.items ?? []).slice(0, SHOWN);
  return (
    <Card aria-labelledby="findings">
      <CardHeader
        id="findings"
        title="Latest findings"
        action={<CardLink href="/quality">All findings</CardLink>}
      />
      {failures.data ? (
        groups.length > 0 ? (
          <ul className="grid gap-3">
            {groups.map((group) => (
              <li key={group.first.id} className="border-line/70 border-t pt-3 first:border-0 first:pt-0">
                <FindingSummary group={group} />
              </li>
            ))}
          </ul>
        ) : (
          <p className="text-soft">No vector has failed inspection.</p>
        )
      ) : failures.error ? (
        <QueryError what="findings" error={failures.error} retry={() => void failures.refetch()} />
      ) : (
        <Skeleton className="h-48" />
      )}
    </Card>
  );
}
