'use client';

import { useQuery } from '@tanstack/react-query';
import { PageHeader } from '@/components/page-header.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import { DefineModel } from './define-model.tsx';
import { ModelTable } from './model-table.tsx';
import { PriceHistory } from './price-history.tsx';

export function Prices() {
  const trpc = useTRPC();
  const models = useQuery(trpc.models.list.queryOptions());
  const prices = useQuery(trpc.prices.list.queryOptions());
  const error = models.error ?? prices.error;
  return (
    <>
      <PageHeader
        title="Prices"
        note="What models cost, by date. A change acts on the next call; what was held or settled keeps its amount."
        action={<DefineModel />}
      />
      {models.data && prices.data ? (
        <div className="grid gap-5">
          <Card aria-labelledby="models">
            <CardHeader
              id="models"
              title="Models"
              note="A model without a price is refused until it has one or is declared free."
            />
            <ModelTable models={models.data} />
          </Card>
          <Card aria-labelledby="history">
            <CardHeader id="history" title="Every price" note="The audit log says who set which, and why." />
            <PriceHistory prices={prices.data} />
          </Card>
        </div>
      ) : error ? (
        <QueryError
          what="prices"
          error={error}
          retry={() => void Promise.all([models.refetch(), prices.refetch()])}
        />
      ) : (
        <Skeleton className="h-56" />
      )}
    </>
  );
}
