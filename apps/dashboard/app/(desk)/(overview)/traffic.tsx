import { Card } from '@/components/ui/card.tsx';
import { formatUsd } from '@/lib/format/money.ts';
import { exactCount, formatBytes, formatCount, formatShare } from '@/lib/format/quantity.ts';
import type { SpendSummary, SpendTotals } from '@/lib/trpc/types.ts';

interface Row {
  name: string;
  hint: string;
  value: (totals: SpendTotals) => string;
  exact?: (totals: SpendTotals) => string;
}

const ROWS: readonly Row[] = [
  {
    name: 'Texts answered',
    hint: 'Paid, free and from the cache together',
    value: (totals) => formatCount(totals.inputs),
    exact: (totals) => exactCount(totals.inputs),
  },
  {
    name: 'from the cache',
    hint: 'Recalled, or the same text twice in one call: paid for once',
    value: (totals) => formatCount(totals.recalledInputs + totals.deduplicatedInputs),
    exact: (totals) => exactCount(totals.recalledInputs + totals.deduplicatedInputs),
  },
  {
    name: 'Tokens billed',
    hint: 'As the provider metered them',
    value: (totals) => formatCount(totals.settledTokens),
    exact: (totals) => exactCount(totals.settledTokens),
  },
  {
    name: 'Tokens free',
    hint: 'Weighed exactly, answered by the mock',
    value: (totals) => formatCount(totals.freeTokens),
    exact: (totals) => exactCount(totals.freeTokens),
  },
  {
    name: 'Requests sent',
    hint: 'To a provider that is paid',
    value: (totals) => formatCount(totals.requests),
    exact: (totals) => exactCount(totals.requests),
  },
  {
    name: 'failed',
    hint: 'Attempts that ended in an error, billed or not',
    value: (totals) => formatCount(totals.failedAttempts),
    exact: (totals) => exactCount(totals.failedAttempts),
  },
  {
    name: 'Saved by cache',
    hint: 'What recalled and repeated texts would have cost',
    value: (totals) => formatUsd(totals.savedNanoUsd),
  },
];

/** What went over the scale today and this month. */
export function Traffic({ summary }: { summary: SpendSummary }) {
  const { cache } = summary;
  return (
    <Card aria-labelledby="traffic">
      <table className="w-full border-collapse">
        <caption id="traffic" className="sr-only">
          Traffic today and this month
        </caption>
        <thead>
          <tr className="text-right text-[13px] text-soft">
            <th scope="col" className="text-left font-normal">
              Traffic
            </th>
            <th scope="col" className="whitespace-nowrap pb-1.5 pl-4 font-normal">
              Today
            </th>
            <th scope="col" className="whitespace-nowrap pb-1.5 pl-4 font-normal">
              This month
            </th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map((row) => (
            <tr key={row.name} className="border-t border-line/70">
              <th
                scope="row"
                title={row.hint}
                className="py-[5px] text-left font-normal data-[sub=true]:pl-4 data-[sub=true]:text-soft"
                data-sub={row.name === row.name.toLowerCase()}
              >
                {row.name}
              </th>
              {[summary.today, summary.month].map((totals) => (
                <td
                  key={totals.from === summary.today.from && totals === summary.today ? 'today' : 'month'}
                  className="py-[5px] pl-4 text-right font-mono text-[13px] tabular-nums"
                  title={row.exact?.(totals)}
                >
                  {row.value(totals)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-2.5 text-[13px] text-soft">
        Cache: {formatCount(cache.entries)} {cache.entries === 1 ? 'vector' : 'vectors'},{' '}
        {formatBytes(cache.bytes)} of {formatBytes(cache.maxBytes)}
        {cache.maxBytes > 0 ? ` (${formatShare(cache.bytes / cache.maxBytes)})` : ''}
      </p>
    </Card>
  );
}
