import { cn } from '@/lib/class-names.ts';
import { exactCount, formatCount } from '@/lib/format/quantity.ts';
import type { QualitySummary } from '@/lib/trpc/types.ts';

/** How many vectors were inspected, and how many of them were warned of or refused. */
export function QualityCounts({ summary, className }: { summary: QualitySummary; className?: string }) {
  const rows = [
    { name: 'Inspected', count: summary.inspected, wrong: '' },
    { name: 'Warned', count: summary.warned, wrong: 'text-warn' },
    { name: 'Failed', count: summary.failed, wrong: 'text-bad' },
  ];
  return (
    <dl className={cn('text-[13px]', className)}>
      {rows.map(({ name, count, wrong }) => (
        <div key={name} className="flex items-baseline justify-between gap-3">
          <dt className="text-soft">{name}</dt>
          <dd className={cn('font-mono tabular-nums', count > 0 && wrong)} title={exactCount(count)}>
            {formatCount(count)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
