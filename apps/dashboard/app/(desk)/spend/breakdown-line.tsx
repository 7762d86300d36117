import { Td } from '@/components/ui/table.tsx';
import { cn } from '@/lib/class-names.ts';
import { formatUsd, formatUsdExact } from '@/lib/format/money.ts';
import { exactCount, formatCount, formatShare } from '@/lib/format/quantity.ts';
import type { BreakdownRow, Share } from '@/lib/spend/breakdown.ts';

interface BreakdownLineProps {
  row: BreakdownRow<Share>;
  name: string;
  selected: boolean;
  /** Absent where there is nothing to narrow to. */
  onChoose?: () => void;
}

const PARTS = [
  ['settled', 'bg-ink'],
  ['held', 'fill-held'],
  ['uncertain', 'fill-uncertain'],
  ['wouldHave', 'bg-mode'],
] as const;

export function BreakdownLine({ row, name, selected, onChoose }: BreakdownLineProps) {
  const { share, bar } = row;
  const tokens = share.settledTokens + share.freeTokens;
  const label = (
    <>
      <span className={cn('block truncate', typeof row.value === 'string' && 'font-mono text-xs leading-5')}>
        {name}
      </span>
      <span aria-hidden className="keeps-fill mt-1 flex h-1.5 overflow-hidden rounded-full bg-inset">
        {PARTS.map(([part, className]) => (
          <span key={part} className={className} style={{ width: `${bar[part]}%` }} />
        ))}
      </span>
    </>
  );
  return (
    <tr className={cn(selected && 'bg-mode-tint')}>
      <Td className="max-w-0">
        {onChoose ? (
          <button
            type="button"
            aria-pressed={selected}
            title={typeof row.value === 'string' ? row.value : undefined}
            onClick={onChoose}
            className="-mx-1.5 block w-[calc(100%+0.75rem)] rounded px-1.5 py-1 text-left hover:bg-inset"
          >
            {label}
          </button>
        ) : (
          <div className="py-1 text-soft">{label}</div>
        )}
      </Td>
      <Td className="text-right font-mono text-[13px] tabular-nums">
        <span title={formatUsdExact(row.amountNanoUsd)}>{formatUsd(row.amountNanoUsd)}</span>
      </Td>
      <Td className="text-right font-mono text-[13px] text-soft tabular-nums">
        {row.part === null ? '–' : formatShare(row.part)}
      </Td>
      <Td className="hidden text-right font-mono text-[13px] tabular-nums sm:table-cell">
        <span title={exactCount(tokens)}>{formatCount(tokens)}</span>
      </Td>
      <Td className="hidden text-right font-mono text-[13px] tabular-nums md:table-cell">
        {formatCount(share.requests)}
      </Td>
      <Td className="hidden text-right font-mono text-[13px] tabular-nums md:table-cell">
        {formatCount(share.inputs)}
      </Td>
    </tr>
  );
}
