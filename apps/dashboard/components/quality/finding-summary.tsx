import { Ago } from '@/components/clock.tsx';
import { type FindingGroup, inputsInWords } from '@/lib/quality/group.ts';
import { SeverityIcon } from './severity-icon.tsx';

/** One finding: what, where, and what to do about it. */
export function FindingSummary({ group: { first, inputs } }: { group: FindingGroup }) {
  return (
    <div className="flex gap-2.5">
      <span className="mt-0.5">
        <SeverityIcon severity={first.severity} />
      </span>
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-baseline justify-between gap-x-4 text-soft">
          <span className="break-all font-mono text-ink text-xs">{first.code}</span>
          <span className="text-[13px]">
            {first.project}, {inputsInWords(inputs)}, <Ago at={first.at} />
          </span>
        </p>
        <p className="text-pretty">{first.message}</p>
        <p className="text-pretty text-[13px] text-soft">{first.recommendation}</p>
      </div>
    </div>
  );
}
