import Link from 'next/link';
import { cn } from '@/lib/class-names.ts';
import { formatUsd, formatUsdExact } from '@/lib/format/money.ts';
import { type Level, levelFill } from './level-fill.ts';

const PARTS = [
  {
    key: 'settledNanoUsd',
    name: 'Settled',
    swatch: 'bg-(--fill)',
    title: 'Metered and billed by the provider',
  },
  { key: 'heldNanoUsd', name: 'Held', swatch: 'fill-held', title: 'Set aside for requests that are out now' },
  {
    key: 'uncertainNanoUsd',
    name: 'Uncertain',
    swatch: 'fill-uncertain',
    title: 'The answer was lost, so it may or may not have been billed; it counts against the budget',
  },
] as const;

interface AmountLegendProps {
  amounts: { settledNanoUsd: string; heldNanoUsd: string; uncertainNanoUsd: string };
  /** Of the budget; without one the colours are those of a chart. */
  level?: Level;
  className?: string;
}

/** What the parts of a beam or a bar mean, with their amounts. Settled always stands; the others when there are any. */
export function AmountLegend({ amounts, level = 'ok', className }: AmountLegendProps) {
  return (
    <dl
      className={cn('keeps-fill flex flex-wrap gap-x-4 gap-y-1 text-[13px]', className)}
      style={levelFill(level)}
    >
      {PARTS.filter(({ key }, index) => index === 0 || BigInt(amounts[key]) !== 0n).map((part) => (
        <div key={part.key} className="flex items-center gap-1.5" title={part.title}>
          <span
            aria-hidden
            className={cn('size-2.5 rounded-[2px] border border-line-strong/50', part.swatch)}
          />
          <dt className="text-soft">
            {part.key === 'uncertainNanoUsd' ? (
              <Link prefetch={false} href="/bill" className="underline underline-offset-4">
                {part.name}
              </Link>
            ) : (
              part.name
            )}
          </dt>
          <dd className="font-mono tabular-nums" title={formatUsdExact(amounts[part.key])}>
            {formatUsd(amounts[part.key])}
          </dd>
        </div>
      ))}
    </dl>
  );
}
