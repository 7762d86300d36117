import Link from 'next/link';
import { Instant } from '@/components/clock.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { formatCount, formatMillis } from '@/lib/format/quantity.ts';
import { type Call, entryTitle, STATE_NAMES } from '@/lib/spend/attempts.ts';
import type { LedgerLine } from '@/lib/trpc/types.ts';
import { LineCost } from './line-cost.tsx';

/** One call's entries in order, along a line. */
export function CallStory({ call }: { call: Call<LedgerLine> }) {
  const [first] = call.lines;
  const facts = first
    ? [
        ['Request id', call.requestId],
        ['Project', first.project],
        ['Key', first.keyId ?? 'none'],
        ['Mode', first.mode],
        ['Space', first.space],
        ['Tags', first.tags.join(', ') || 'none'],
      ]
    : [];
  return (
    <section aria-label={`Call ${call.requestId}`}>
      <p className="text-[13px] text-soft">
        <Instant at={call.at} />
      </p>
      <dl className="mt-2 grid gap-x-6 gap-y-1.5 text-[13px] sm:grid-cols-2">
        {facts.map(([name, value]) => (
          <div key={name} className="flex min-w-0 gap-2">
            <dt className="shrink-0 text-soft">{name}</dt>
            <dd className="min-w-0 break-all font-mono text-xs leading-5">{value}</dd>
          </div>
        ))}
      </dl>
      <ol className="mt-4 border-line-strong/60 border-l-2">
        {call.lines.map((line) => (
          <Step key={line.id} line={line} begin={call.at} />
        ))}
      </ol>
    </section>
  );
}

function Step({ line, begin }: { line: LedgerLine; begin: string }) {
  const state = STATE_NAMES[line.state];
  const paid = line.kind === 'attempt';
  const after = Date.parse(line.placedAt) - Date.parse(begin);
  return (
    <li className="relative pb-4 pl-5 last:pb-0">
      <span
        aria-hidden
        className="absolute top-1.5 -left-[6px] size-2.5 rounded-full border-2 border-plate bg-line-strong"
      />
      <p className="flex flex-wrap items-baseline gap-x-2.5 gap-y-1">
        <b className="font-medium">{entryTitle(line)}</b>
        {paid ? <Badge tone={state?.tone}>{state?.name ?? line.state}</Badge> : null}
        <span className="text-[13px] text-soft">
          {after === 0 ? 'at once' : `after ${formatMillis(after)}`}
        </span>
        <span className="ml-auto font-mono text-[13px] tabular-nums">
          <LineCost line={line} />
        </span>
      </p>
      <p className="mt-0.5 text-[13px] text-soft">
        {formatCount(line.inputs)} {line.inputs === 1 ? 'text' : 'texts'},{' '}
        {formatCount(line.settledTokens || line.heldTokens)} tokens
        {line.durationMs === null ? '' : `, took ${formatMillis(line.durationMs)}`}
        {line.usage === 'counted' ? ', counted by us since the provider did not say' : ''}
      </p>
      {paid && state ? (
        <p className="text-[13px]">
          {state.meaning}
          {line.state === 'uncertain' ? (
            <>
              {' '}
              <Link prefetch={false} href="/bill" className="underline underline-offset-4">
                Resolve
              </Link>
            </>
          ) : null}
        </p>
      ) : null}
      <p className="mt-0.5 flex flex-wrap gap-x-4 break-all font-mono text-soft text-xs leading-5">
        {line.errorCode ? <span className="text-bad">{line.errorCode}</span> : null}
        {line.providerRequestId ? (
          <span title="The provider’s id of the request">{line.providerRequestId}</span>
        ) : null}
        <span title="Id of this entry">{line.id}</span>
      </p>
    </li>
  );
}
