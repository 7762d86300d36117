import { CircleCheck, CircleX } from 'lucide-react';
import { exactCount } from '@/lib/format/quantity.ts';
import { CHECK_NAMES } from '@/lib/keeping/progress.ts';
import type { IntegrityReport } from '@/lib/trpc/types.ts';

type Finding = IntegrityReport['findings'][number];

/** Each check with what it found; what is wrong comes first, with what to do. */
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  const inOrder = [...findings].sort((a, b) => Number(a.ok) - Number(b.ok));
  return (
    <ul className="text-[13px]">
      {inOrder.map((finding) => (
        <Line key={finding.name} finding={finding} />
      ))}
    </ul>
  );
}

function Line({ finding: { name, ok, message, hint, problems, examples } }: { finding: Finding }) {
  return (
    <li className="flex gap-2.5 border-line/70 border-t py-2 first:border-0 first:pt-0 last:pb-0">
      {ok ? (
        <CircleCheck aria-label="Sound" className="mt-0.5 size-4 shrink-0 text-good" />
      ) : (
        <CircleX aria-label="Wrong" className="mt-0.5 size-4 shrink-0 text-bad" />
      )}
      <div className="min-w-0">
        <p>
          <b className="font-medium">{CHECK_NAMES[name]}</b>: {message}
          {ok ? '' : ` (${exactCount(problems)})`}
        </p>
        {hint === null ? null : <p className="mt-0.5 text-pretty">{hint}</p>}
        {examples.length > 0 ? (
          <ul className="mt-1 grid gap-0.5 font-mono text-soft text-xs leading-5">
            {examples.map((example) => (
              <li key={example} className="wrap-anywhere">
                {example}
              </li>
            ))}
            {problems > examples.length ? <li>and {exactCount(problems - examples.length)} more</li> : null}
          </ul>
        ) : null}
      </div>
    </li>
  );
}
