'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { PageHeader } from '@/components/page-header.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '@/components/ui/tabs.tsx';
import { formatCount } from '@/lib/format/quantity.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { Reconcile } from './reconcile.tsx';
import { billParams, type VIEWS } from './search-params.ts';
import { Uncertain } from './uncertain.tsx';

export function Bill() {
  const trpc = useTRPC();
  const [{ view }, setParams] = useQueryStates(billParams);
  const open = useQuery(trpc.uncertain.open.queryOptions({})).data?.attempts ?? 0;
  return (
    <>
      <PageHeader
        title="Bill"
        note="What may have been billed though its answer was lost, and the ledger beside what the provider says it billed."
      />
      <Tabs
        value={view}
        onValueChange={(next) =>
          void setParams({ view: next as (typeof VIEWS)[number] }, { history: 'push' })
        }
      >
        <TabsList aria-label="Bill">
          <TabsTrigger value="uncertain">
            Uncertain
            {open > 0 ? (
              <Badge tone="warn" className="ml-2">
                {formatCount(open)}
              </Badge>
            ) : null}
          </TabsTrigger>
          <TabsTrigger value="reconcile">Reconcile</TabsTrigger>
        </TabsList>
        <TabsContent value="uncertain" className="pt-5">
          <Uncertain />
        </TabsContent>
        <TabsContent value="reconcile" className="grid gap-5 pt-5">
          <Reconcile />
        </TabsContent>
      </Tabs>
    </>
  );
}
