import { Findings } from '@/components/quality/findings.tsx';
import { QualityDial } from '@/components/quality/quality-dial.tsx';
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
    <div className="grid gap-5 lg:grid-cols-[minmax(18rem,2fr)_minmax(0,3fr)]">
      <Card aria-labelledby="pass-rate">
        <CardHeader
          id="pass-rate"
          title="Pass rate"
          note={
            summary.inspectMicrosPerVector === null
              ? undefined
              : `Inspecting one takes ${formatMicros(summary.inspectMicrosPerVector)}`
          }
        />
        <QualityDial summary={{ ...summary, byCode: [] }} />
      </Card>
      <Card aria-labelledby="by-code">
        <CardHeader id="by-code" title="Findings by code" note="Choose one to see only those below." />
        {summary.byCode.length > 0 ? (
          <Findings
            byCode={summary.byCode}
            selected={code}
            onSelect={(chosen) => onFilter(chosen === code ? null : chosen)}
          />
        ) : (
          <p className="text-soft">Nothing was found in this time.</p>
        )}
      </Card>
    </div>
  );
}
