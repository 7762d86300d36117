import { ChevronRight } from 'lucide-react';
import { Ago } from '@/components/clock.tsx';
import { SeverityIcon } from '@/components/quality/severity-icon.tsx';
import { type FindingGroup, inputsInWords } from '@/lib/quality/group.ts';

/** One finding, on one or more inputs of a call; opens to everything that is known of it. */
export function FailureLine({ group: { first: failure, inputs, count } }: { group: FindingGroup }) {
  const facts = [
    ['What to do', failure.recommendation],
    ['Measured', failure.figure === null ? '–' : String(failure.figure)],
    [inputs.length === 1 ? 'Input' : 'Inputs', inputs.join(', ')],
    ['Found', count === 1 ? 'once' : `${count} times${count > inputs.length ? ', retries included' : ''}`],
    ['Project', failure.project],
    ['Provider', failure.provider],
    ['Model', failure.model],
    ['Space', failure.space],
    ['Request', failure.requestId],
    ['Correlation', failure.correlationId],
  ] as const;
  return (
    <li className="border-line/70 border-b">
      <details className="group">
        <summary className="grid cursor-pointer list-none grid-cols-[auto_minmax(0,1fr)_auto] gap-x-2.5 rounded py-2.5 hover:bg-inset/60 [&::-webkit-details-marker]:hidden">
          <span className="mt-0.5">
            <SeverityIcon severity={failure.severity} />
          </span>
          <span className="min-w-0">
            <span className="flex flex-wrap items-baseline gap-x-3">
              <span className="break-all font-mono text-xs">{failure.code}</span>
              <span className="text-[13px] text-soft">
                {failure.project}, {inputsInWords(inputs)}, <Ago at={failure.at} />
              </span>
            </span>
            <span className="block text-pretty">{failure.message}</span>
          </span>
          <ChevronRight
            aria-hidden
            className="mt-1 size-4 text-soft transition-transform group-open:rotate-90"
          />
        </summary>
        <dl className="grid gap-x-6 gap-y-2 pb-4 pl-6.5 text-[13px] sm:grid-cols-2">
          {facts.map(([name, value], index) => (
            <div key={name} className={index === 0 ? 'sm:col-span-2' : undefined}>
              <dt className="text-soft">{name}</dt>
              <dd className={index === 0 ? 'text-pretty' : 'break-all font-mono text-xs leading-5'}>
                {value}
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  );
}
