import { AmountLegend } from '@/components/scale/amount-legend.tsx';
import { formatUsd } from '@/lib/format/money.ts';
import { counted } from '@/lib/format/quantity.ts';
import type { SpendPoint } from '@/lib/spend/chart.ts';

interface SpendTooltipProps {
  point: SpendPoint | undefined;
  title: (from: string) => string;
}

/** One bucket in exact words. */
export function SpendTooltip({ point, title }: SpendTooltipProps) {
  if (!point) return null;
  const { bucket } = point;
  return (
    <div className="rounded-lg border bg-plate px-3 py-2.5 text-[13px] shadow-black/10 shadow-lg">
      <p className="mb-1 text-soft">{title(point.from)}</p>
      {bucket ? (
        <>
          <AmountLegend amounts={bucket} className="grid gap-0.5" />
          {BigInt(bucket.freeWouldHaveNanoUsd) > 0n ? (
            <p>
              Would have cost <span className="font-mono">{formatUsd(bucket.freeWouldHaveNanoUsd)}</span>
            </p>
          ) : null}
          <p className="mt-1 text-soft">{counted(bucket.settledTokens + bucket.freeTokens, 'token')}</p>
        </>
      ) : (
        <p>Nothing is known of this time.</p>
      )}
    </div>
  );
}
