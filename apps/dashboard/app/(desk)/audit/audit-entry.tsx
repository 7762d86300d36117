import { ArrowRight, PencilLine } from 'lucide-react';
import { Ago, Instant } from '@/components/clock.tsx';
import { cn } from '@/lib/class-names.ts';
import type { AuditLine } from '@/lib/trpc/types.ts';
import { ACTIONS } from './actions.ts';

/** One change, as a sentence: what, from and to, why, who and when. */
export function AuditEntry({ line }: { line: AuditLine }) {
  const action = ACTIONS[line.action];
  const Icon = action?.icon ?? PencilLine;
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 border-line/70 border-b py-3 last:border-0 md:grid-cols-[auto_minmax(0,1fr)_15rem]">
      <Icon aria-hidden className="mt-0.5 size-4.5 text-soft" strokeWidth={1.75} />
      <div className="min-w-0">
        <p>
          <b className="font-medium">{action?.name ?? line.action}</b>
          {line.target === 'mode' ? null : (
            <span className="ml-2 break-all font-mono text-soft text-xs">{line.target}</span>
          )}
        </p>
        <Change from={line.from} to={line.to} />
        {line.reason ? <p className="mt-1 text-pretty">“{line.reason}”</p> : null}
      </div>
      <p className="col-start-2 mt-1 text-[13px] text-soft md:col-start-3 md:mt-0 md:text-right">
        <b className="font-medium text-ink">{line.actor}</b>, <Ago at={line.at} />
        <span
          className="block"
          {...(line.correlationId ? { title: `Correlation id ${line.correlationId}` } : {})}
        >
          <Instant at={line.at} />
        </span>
      </p>
    </li>
  );
}

/** What was and what is; of what was made there is no before, and of what was taken away no after. */
function Change({ from, to }: Pick<AuditLine, 'from' | 'to'>) {
  if (from === null && to === null) return null;
  return (
    <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-0.5 font-mono text-[13px]">
      {from === null ? null : (
        <>
          <span className="sr-only">{to === null ? 'was' : 'from'}</span>
          <span className={cn('wrap-anywhere text-soft', to === null && 'line-through')}>{from}</span>
        </>
      )}
      {from === null || to === null ? null : (
        <>
          <ArrowRight aria-hidden className="size-3.5 shrink-0 text-soft" />
          <span className="sr-only">to</span>
        </>
      )}
      {to === null ? null : <span className="wrap-anywhere">{to}</span>}
    </p>
  );
}
