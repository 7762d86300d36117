import { type FillAmounts, fillOf } from '@/lib/budget/fill.ts';
import { cn } from '@/lib/class-names.ts';
import { formatUsd } from '@/lib/format/money.ts';
import { type Level, levelFill } from './level-fill.ts';

const TICKS = Array.from({ length: 21 }, (_, index) => index * 5);

interface BeamProps {
  amounts: FillAmounts;
  level: Level;
  className?: string;
}

/** A budget as the bar of a scale: settled solid, held hatched, uncertain dotted; a mark stands where warnings begin. */
export function Beam({ amounts, level, className }: BeamProps) {
  const fill = fillOf(amounts);
  const parts = [
    { key: 'settled', width: fill.settled, className: 'bg-(--fill)' },
    { key: 'held', width: fill.held, className: 'fill-held' },
    { key: 'uncertain', width: fill.uncertain, className: 'fill-uncertain' },
  ];
  return (
    <div
      role="img"
      aria-label={fillInWords(amounts)}
      className={cn('keeps-fill', className)}
      style={levelFill(level)}
    >
      <div className="flex h-3.5 overflow-hidden rounded-[3px] border border-line-strong/50 bg-inset">
        {parts.map((part) => (
          <div
            key={part.key}
            className={cn('h-full transition-[width] duration-500', part.className)}
            style={{ width: `${part.width}%` }}
          />
        ))}
      </div>
      <div className="relative mx-px h-2">
        {TICKS.map((at) => (
          <span
            key={at}
            className={cn(
              'absolute top-0.5 w-px bg-line-strong/70',
              at % 50 === 0 ? 'h-2' : at % 10 === 0 ? 'h-1.5' : 'h-1',
              at === 80 && 'h-2 w-0.5 bg-warn',
            )}
            style={{ left: `${at}%` }}
          />
        ))}
      </div>
    </div>
  );
}

function fillInWords(amounts: FillAmounts): string {
  const parts = [`${formatUsd(amounts.settledNanoUsd)} settled`];
  if (BigInt(amounts.heldNanoUsd) > 0n) parts.push(`${formatUsd(amounts.heldNanoUsd)} held`);
  if (BigInt(amounts.uncertainNanoUsd) > 0n) parts.push(`${formatUsd(amounts.uncertainNanoUsd)} uncertain`);
  return `${parts.join(', ')} of a limit of ${formatUsd(amounts.limitNanoUsd)}`;
}
