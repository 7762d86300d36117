import { Ago } from '@/components/clock.tsx';
import type { QualityFailure } from '@/lib/trpc/types.ts';
import { SeverityIcon } from './severity-icon.tsx';

/** One finding: what, where, and what to do about it. */
export function FindingSummary({ failure }: { failure: QualityFailure }) {
  return (
    <div className="flex gap-2.5">
      <span className="mt-0.5">
        <SeverityIcon severity={failure.severity} />
      </span>
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-baseline justify-between gap-x-4 text-soft">
          <span className="break-all font-mono text-ink text-xs">{failure.code}</span>
          <span className="text-[13px]">
            {failure.project}, input {failure.index}, <Ago at={failure.at} />
          </span>
        </p>
        <p className="text-pretty">{failure.message}</p>
        <p className="text-pretty text-[13px] text-soft">{failure.recommendation}</p>
      </div>
    </div>
  );
}
