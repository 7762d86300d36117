import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { QueryError } from '@/components/query/query-error.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { Segmented } from '@/components/ui/segmented.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { Table, Th } from '@/components/ui/table.tsx';
import { cn } from '@/lib/class-names.ts';
import { prepareBreakdown } from '@/lib/spend/breakdown.ts';
import { DIMENSION_NAMES, DIMENSIONS } from '@/lib/spend/filter.ts';
import type { Span } from '@/lib/spend/range.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { BreakdownLine } from './breakdown-line.tsx';
import { breakdownInput } from './queries.ts';
import type { SpendParams } from './search-params.ts';

interface BreakdownProps {
  params: SpendParams;
  span: Span;
  /** Narrows the page. */
  onChange: (change: Partial<SpendParams>) => void;
  /** Changes only how this table shows it. */
  onShow: (change: Partial<SpendParams>) => void;
}

/** Who or what the money went to. Choosing a value narrows the page to it; choosing it again widens it. */
export function Breakdown({ params, span, onChange, onShow }: BreakdownProps) {
  const trpc = useTRPC();
  const breakdown = useQuery(
    trpc.spend.breakdown.queryOptions(breakdownInput(params, span), { placeholderData: keepPreviousData }),
  );
  const keys = useQuery({ ...trpc.keys.list.queryOptions(), enabled: params.by === 'key' });
  const { data } = breakdown;
  const prepared = data && prepareBreakdown(data);
  const nameOf = (value: string) =>
    (params.by === 'key' && keys.data?.find(({ id }) => id === value)?.name) || value;
  return (
    <Card aria-labelledby="breakdown" aria-busy={breakdown.isPlaceholderData}>
      <CardHeader
        id="breakdown"
        title="Where it went"
        note={
          data?.by === 'tag'
            ? 'A call with several tags counts under each.'
            : 'Choose a value to narrow the page to it.'
        }
        action={
          <Segmented
            label="Break down by"
            value={params.by}
            options={DIMENSIONS.map((value) => ({ value, label: DIMENSION_NAMES[value] }))}
            onChange={(by) => onShow({ by, all: null })}
          />
        }
      />
      {data && prepared ? (
        prepared.rows.length > 0 ? (
          <div className={cn(breakdown.isPlaceholderData && 'opacity-60')}>
            <Table label="Spend by value">
              <thead>
                <tr>
                  <Th className="w-[46%]">{DIMENSION_NAMES[data.by]}</Th>
                  <Th className="text-right">
                    {prepared.content === 'would-have' ? 'Would have cost' : 'Cost'}
                  </Th>
                  <Th className="text-right">Share</Th>
                  <Th className="hidden text-right sm:table-cell">Tokens</Th>
                  <Th className="hidden text-right md:table-cell">Requests</Th>
                  <Th className="hidden text-right md:table-cell">Texts</Th>
                </tr>
              </thead>
              <tbody>
                {prepared.rows.map((row) => (
                  <BreakdownLine
                    key={row.value === undefined ? ' rest' : (row.value ?? ' none')}
                    row={row}
                    name={
                      row.value === undefined
                        ? `${data.others?.values ?? 0} others`
                        : row.value === null
                          ? 'Without a key'
                          : nameOf(row.value)
                    }
                    selected={typeof row.value === 'string' && params[data.by] === row.value}
                    {...(typeof row.value === 'string'
                      ? {
                          onChoose: () =>
                            onChange({ [data.by]: params[data.by] === row.value ? null : row.value }),
                        }
                      : {})}
                  />
                ))}
              </tbody>
            </Table>
            {data.others || params.all ? (
              <Button
                variant="link"
                size="inline"
                className="mt-3"
                onClick={() => onShow({ all: params.all ? null : '1' })}
              >
                {params.all ? 'Show the dearest only' : 'Show all'}
              </Button>
            ) : null}
          </div>
        ) : (
          <p className="text-soft">
            {data.by === 'tag' ? 'No call in this time had a tag.' : 'Nothing was weighed in this time.'}
          </p>
        )
      ) : breakdown.error ? (
        <QueryError what="breakdown" error={breakdown.error} retry={() => void breakdown.refetch()} />
      ) : (
        <Skeleton className="h-64" />
      )}
    </Card>
  );
}
