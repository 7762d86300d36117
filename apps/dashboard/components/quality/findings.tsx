import { cn } from '@/lib/class-names.ts';
import { exactCount, formatCount } from '@/lib/format/quantity.ts';
import type { QualitySummary } from '@/lib/trpc/types.ts';
import { SeverityIcon } from './severity-icon.tsx';

interface FindingsProps {
  byCode: QualitySummary['byCode'];
  /** Each code is a button that filters by it; the pressed one is `selected`. */
  onSelect: (code: string) => void;
  selected: string | null;
}

/** Findings by code, as bars against the most frequent one. */
export function Findings({ byCode, onSelect, selected }: FindingsProps) {
  const most = Math.max(1, ...byCode.map((finding) => finding.count));
  return (
    <ul className="grid w-full gap-1">
      {byCode.map((finding) => {
        return (
          <li key={`${finding.code}-${finding.severity}`}>
            <button
              type="button"
              aria-pressed={selected === finding.code}
              onClick={() => onSelect(finding.code)}
              className="relative isolate flex w-full items-center gap-2 rounded-sm px-2 py-1.5 text-left hover:bg-inset aria-pressed:outline-2 aria-pressed:outline-mode"
            >
              <span
                aria-hidden
                className={cn(
                  'absolute inset-y-0.5 left-0 -z-10 rounded-sm',
                  finding.severity === 'error' ? 'bg-bad-tint' : 'bg-warn-tint',
                )}
                style={{ width: `${(finding.count / most) * 100}%` }}
              />
              <SeverityIcon severity={finding.severity} />
              <span className="min-w-0 truncate font-mono text-xs">{finding.code}</span>
              <span className="ml-auto font-mono text-[13px] tabular-nums" title={exactCount(finding.count)}>
                {formatCount(finding.count)}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
