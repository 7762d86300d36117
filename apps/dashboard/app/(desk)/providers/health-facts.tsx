import { Ago } from '@/components/clock.tsx';
import { InlineCode } from '@/components/inline-code.tsx';
import { formatMillis, formatShare } from '@/lib/format/quantity.ts';
import type { Provider } from '@/lib/trpc/types.ts';

/** What recent traffic says of a provider. */
export function HealthFacts({ health }: { health: Provider['health'] }) {
  const facts = [
    { name: 'Success', value: health.successRate === null ? '–' : formatShare(health.successRate) },
    { name: 'Median', value: health.latencyMs === null ? '–' : formatMillis(health.latencyMs) },
    {
      name: 'Last answer',
      value: health.lastSuccessAt === null ? 'never' : <Ago at={health.lastSuccessAt} />,
    },
    {
      name: 'Last failure',
      value: health.lastFailureAt === null ? 'never' : <Ago at={health.lastFailureAt} />,
    },
  ];
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 border-line/70 border-t py-3 sm:grid-cols-4">
        {facts.map((fact) => (
          <div key={fact.name}>
            <dt className="text-[13px] text-soft">{fact.name}</dt>
            <dd className="tabular-nums">{fact.value}</dd>
          </div>
        ))}
      </dl>
      {health.lastErrorCode ? (
        <p className="mb-3 rounded-md bg-inset px-3 py-2 text-[13px]">
          <span className="block break-all font-mono text-soft text-xs leading-5">
            {health.lastErrorCode}
          </span>
          {health.lastErrorMessage ? <InlineCode text={health.lastErrorMessage} /> : null}
        </p>
      ) : null}
    </>
  );
}
