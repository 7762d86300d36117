import { Dial } from '@/components/scale/dial.tsx';
import { exactCount, formatCount, formatShare } from '@/lib/format/quantity.ts';
import type { QualitySummary } from '@/lib/trpc/types.ts';
import { Findings } from './findings.tsx';

/** Pass rate on the dial, with what was inspected and what was found. */
export function QualityDial({ summary }: { summary: QualitySummary }) {
  if (summary.passRate === null) {
    return (
      <div className="grid justify-items-center gap-2 text-center">
        <Dial share={null} reading="–" label="Pass rate" tone="good" />
        <p className="text-soft">Nothing was inspected in this time.</p>
      </div>
    );
  }
  return (
    <div className="grid justify-items-center gap-4">
      <Dial
        share={summary.passRate}
        reading={formatShare(summary.passRate)}
        label="Pass rate"
        tone={summary.passRate >= 0.999 ? 'good' : summary.passRate >= 0.99 ? 'warn' : 'bad'}
      />
      <dl className="grid w-full grid-cols-3 gap-2 text-center text-[13px]">
        {(
          [
            ['Inspected', summary.inspected],
            ['Warned', summary.warned],
            ['Failed', summary.failed],
          ] as const
        ).map(([name, count]) => (
          <div key={name}>
            <dt className="text-soft">{name}</dt>
            <dd className="font-mono tabular-nums" title={exactCount(count)}>
              {formatCount(count)}
            </dd>
          </div>
        ))}
      </dl>
      {summary.byCode.length > 0 ? <Findings byCode={summary.byCode.slice(0, 4)} /> : null}
    </div>
  );
}
