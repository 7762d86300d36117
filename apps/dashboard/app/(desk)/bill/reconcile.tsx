'use client';

import { useQuery } from '@tanstack/react-query';
import { Scale } from 'lucide-react';
import { EmptyState } from '@/components/empty-state.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import { BillWarnings } from './bill-warnings.tsx';
import { ComparedTable } from './compared-table.tsx';
import { ImportBill } from './import-bill.tsx';
import { Imports } from './imports.tsx';

/** The ledger beside what the provider says it billed. */
export function Reconcile() {
  const trpc = useTRPC();
  const compared = useQuery(trpc.bills.compare.queryOptions({}));
  const imports = useQuery(trpc.bills.imports.queryOptions());
  const error = compared.error ?? imports.error;
  if (error) {
    return (
      <QueryError
        what="comparison"
        error={error}
        retry={() => void Promise.all([compared.refetch(), imports.refetch()])}
      />
    );
  }
  if (!compared.data || !imports.data) return <Skeleton className="h-56" />;
  const { totals, warnings } = compared.data;
  if (imports.data.length === 0) {
    return (
      <>
        <BillWarnings warnings={warnings} />
        <EmptyState icon={Scale} title="No bill to compare with" action={<ImportBill primary />}>
          Bring OpenAI’s usage or costs export, as JSON of its API or CSV of its dashboard. Each day and model
          is set beside the ledger, with what its uncertain attempts could explain.
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <BillWarnings warnings={warnings} />
      <Card aria-labelledby="compared">
        <CardHeader
          id="compared"
          title="Ledger and bill"
          note={`By UTC day and model: ${totals.agrees} agree, ${totals.explained} explained, ${totals.differs} differ.`}
          action={<ImportBill />}
        />
        <ComparedTable comparison={compared.data} />
      </Card>
      <Imports imports={imports.data} />
    </>
  );
}
