'use client';

import { useQuery } from '@tanstack/react-query';
import { PageHeader } from '@/components/page-header.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import { ProviderCard } from './provider-card.tsx';

export function Providers() {
  const trpc = useTRPC();
  const status = useQuery(trpc.providers.status.queryOptions());
  return (
    <>
      <PageHeader
        title="Providers"
        note="Who makes the vectors, with which key, and whether they answer. Changes act on the next call."
      />
      {status.data ? (
        <div className="grid items-start gap-5 xl:grid-cols-2">
          {[...status.data.providers]
            .sort((a, b) => Number(b.kind !== 'mock') - Number(a.kind !== 'mock'))
            .map((provider) => (
              <ProviderCard
                key={provider.id}
                provider={provider}
                mode={status.data.mode}
                active={provider.id === status.data.activeProvider}
              />
            ))}
        </div>
      ) : status.error ? (
        <QueryError what="providers" error={status.error} retry={() => void status.refetch()} />
      ) : (
        <div className="grid gap-5 xl:grid-cols-2">
          <Skeleton className="h-96" />
          <Skeleton className="h-64" />
        </div>
      )}
    </>
  );
}
