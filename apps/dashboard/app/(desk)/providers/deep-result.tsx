import { SeverityIcon } from '@/components/quality/severity-icon.tsx';
import { formatUsd } from '@/lib/format/money.ts';

interface DeepResultProps {
  result: {
    repeatCosine: number;
    relatedCosine: number;
    unrelatedCosine: number;
    dimensions: number;
    costNanoUsd: string;
    findings: { code: string; severity: 'error' | 'warning'; message: string }[];
  };
}

/** What four short texts say of the vectors: the same text agrees, near meanings lie near. */
export function DeepResult({ result }: DeepResultProps) {
  const facts = [
    ['Same text twice', result.repeatCosine.toFixed(4)],
    ['Same meaning', result.relatedCosine.toFixed(3)],
    ['Other subject', result.unrelatedCosine.toFixed(3)],
    ['Dimensions', String(result.dimensions)],
    ['Cost', formatUsd(result.costNanoUsd)],
  ] as const;
  return (
    <>
      <dl className="mt-3 grid grid-cols-2 gap-x-4 gap-y-2 text-[13px] sm:grid-cols-5">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt className="text-soft">{name}</dt>
            <dd className="font-mono tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      {result.findings.map((finding) => (
        <p key={`${finding.code}-${finding.message}`} className="mt-2 flex gap-2 text-[13px]">
          <SeverityIcon severity={finding.severity} />
          <span>
            <span className="font-mono text-xs">{finding.code}</span> {finding.message}
          </span>
        </p>
      ))}
    </>
  );
}
