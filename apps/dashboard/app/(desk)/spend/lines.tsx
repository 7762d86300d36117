import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import Link from 'next/link';
import { Instant } from '@/components/clock.tsx';
import { Pager } from '@/components/pager.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { Table, Th } from '@/components/ui/table.tsx';
import { cn } from '@/lib/class-names.ts';
import { exportHref } from '@/lib/spend/filter.ts';
import type { Span } from '@/lib/spend/range.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { LedgerRow } from './ledger-row.tsx';
import { LineFilters } from './line-filters.tsx';
import { linesInput } from './queries.ts';
import type { SpendParams } from './search-params.ts';

interface LinesProps {
  params: SpendParams;
  span: Span;
  onChange: (change: Partial<SpendParams>) => void;
  onPage: (after: number | null) => void;
  onFollow: (correlationId: string) => void;
}

/** The ledger itself: every attempt and every answer within the filters, newest first. */
export function Lines({ params, span, onChange, onPage, onFollow }: LinesProps) {
  const trpc = useTRPC();
  const lines = useQuery(
    trpc.spend.ledger.queryOptions(linesInput(params, span), { placeholderData: keepPreviousData }),
  );
  const { data } = lines;
  return (
    <Card aria-labelledby="ledger" aria-busy={lines.isPlaceholderData}>
      <CardHeader
        id="ledger"
        title="Ledger"
        note="Every attempt and every answer, newest first. Open a line to follow its call."
        action={
          <div className="flex flex-wrap gap-2">
            {(['csv', 'jsonl'] as const).map((format) => (
              <Button key={format} size="sm" asChild>
                <a href={exportHref(format, span, params)} download>
                  <Download aria-hidden />
                  {format === 'csv' ? 'CSV' : 'JSON lines'}
                </a>
              </Button>
            ))}
          </div>
        }
      />
      <LineFilters params={params} onChange={onChange} />
      {data ? (
        data.items.length > 0 ? (
          <div className={cn(lines.isPlaceholderData && 'opacity-60')}>
            <Table label="Ledger lines" className="sm:min-w-[44rem]">
              <thead>
                <tr>
                  <Th>When</Th>
                  <Th>What</Th>
                  <Th className="hidden sm:table-cell">Project</Th>
                  <Th className="hidden sm:table-cell">Model</Th>
                  <Th className="hidden text-right sm:table-cell">Texts</Th>
                  <Th className="hidden text-right sm:table-cell">Tokens</Th>
                  <Th className="text-right">Cost</Th>
                </tr>
              </thead>
              <tbody>
                {data.items.map((line) => (
                  <LedgerRow key={line.id} line={line} onFollow={() => onFollow(line.correlationId)} />
                ))}
              </tbody>
            </Table>
          </div>
        ) : (
          <div className="py-6 text-center text-soft">
            <p>The ledger has no such lines in this time.</p>
            <p className="mt-1 text-[13px]">
              A call that was refused before anything was sent leaves none: see what is used up on{' '}
              <Link prefetch={false} href="/budgets" className="underline underline-offset-4">
                Budgets
              </Link>
              , rate limits included.
            </p>
          </div>
        )
      ) : lines.error ? (
        <QueryError what="ledger" error={lines.error} retry={() => void lines.refetch()} />
      ) : (
        <Skeleton className="h-96" />
      )}
      {data?.detailsFrom && data.cursor === null ? (
        <p className="pt-3 text-[13px] text-soft">
          Single entries from before <Instant at={data.detailsFrom} /> were deleted; their sums are kept, by
          quarter hour.
        </p>
      ) : null}
      {data ? <Pager next={data.cursor} older={params.after !== null} onPage={onPage} /> : null}
    </Card>
  );
}
