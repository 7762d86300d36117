import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { formatUsd, formatUsdExact } from '@/lib/format/money.ts';
import { counted, formatShare } from '@/lib/format/quantity.ts';
import type { Span } from '@/lib/spend/range.ts';
import { prepareSavings } from '@/lib/spend/savings.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { breakdownInput } from './queries.ts';
import type { SpendParams } from './search-params.ts';

/** What was not paid, and why not. */
export function Savings({ params, span }: { params: SpendParams; span: Span }) {
  const trpc = useTRPC();
  const { data } = useQuery(
    trpc.spend.breakdown.queryOptions(breakdownInput(params, span), { placeholderData: keepPreviousData }),
  );
  if (!data) return <Skeleton className="h-72" />;
  const savings = prepareSavings(data.total);
  return (
    <Card aria-labelledby="savings">
      <CardHeader
        id="savings"
        title="Saved"
        note={
          savings.part === null || savings.nanoUsd === 0n
            ? 'Nothing yet in this time'
            : `${formatShare(savings.part)} of what all texts would have cost`
        }
      />
      <p
        className="font-mono text-xl tabular-nums tracking-[-0.03em]"
        title={formatUsdExact(savings.nanoUsd)}
        data-testid="saved-in-all"
      >
        {formatUsd(savings.nanoUsd)}
      </p>
      <ul className="mt-3 grid gap-2.5">
        {savings.items.map((item) => (
          <li key={item.name} title={item.hint}>
            <p className="flex items-baseline justify-between gap-3">
              <span>
                {item.name}{' '}
                <span className="text-[13px] text-soft">
                  {item.inputs > 0 ? counted(item.inputs, 'text') : ''}
                </span>
              </span>
              <span className="font-mono text-[13px] tabular-nums" title={formatUsdExact(item.nanoUsd)}>
                {formatUsd(item.nanoUsd)}
              </span>
            </p>
            <div aria-hidden className="keeps-fill mt-1 h-1.5 rounded-full bg-inset">
              <div
                className="h-full rounded-full bg-good transition-[width] duration-300"
                style={{ width: `${item.width}%` }}
              />
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}
