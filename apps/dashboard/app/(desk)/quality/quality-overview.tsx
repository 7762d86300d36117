import { Findings } from '@/components/quality/findings.tsx';
import { PassRate } from '@/components/quality/pass-rate.tsx';
import { QualityCounts } from '@/components/quality/quality-counts.tsx';
import { SoundBadge } from '@/components/quality/sound-badge.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { formatMicros } from '@/lib/format/quantity.ts';
import type { QualitySummary } from '@/lib/trpc/types.ts';

interface QualityOverviewProps {
  summary: QualitySummary;
  code: string | null;
  onFilter: (code: string | null) => void;
}

export function QualityOverview({ summary, code, onFilter }: QualityOverviewProps) {
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card aria-labelledby="pass-rate">
        <CardHeader
          id="pass-rate"
          title="Pass rate"
          note={
            summary.inspectMicrosPerVector === null
              ? 'Nothing was inspected in this time.'
              : `Inspecting one takes ${formatMicros(summary.inspectMicrosPerVector)}.`
          }
          action={<SoundBadge summary={summary} />}
        />
        <div className="flex flex-wrap items-center justify-center gap-x-8 gap-y-4">
          <div className="w-52 shrink-0">
            <PassRate passRate={summary.passRate} />
          </div>
          <QualityCounts summary={summary} className="grid min-w-36 grow gap-2" />
        </div>
      </Card>
      <Card aria-labelledby="by-code">
        <CardHeader
          id="by-code"
          title="Findings by code"
          note={summary.byCode.length > 0 ? 'Choose one to see only those below.' : undefined}
        />
        {summary.byCode.length > 0 ? (
          <Findings
            byCode={summary.byCode}
            selected={code}
            onSelect={(chosen) => onFilter(chosen === code ? null : chosen)}
          />
        ) : (
          <p className="text-soft">
            {summary.passRate === null
              ? 'Vectors that come back are inspected for dimensions, finiteness, zeros, norm, variance and repeats.'
              : 'Every vector passed without a finding.'}
          </p>
        )}
      </Card>
    </div>
  );
}
