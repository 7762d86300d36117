import Link from 'next/link';
import { Acknowledge } from '@/components/alerts/acknowledge.tsx';
import { AlertIcon } from '@/components/alerts/alert-icon.tsx';
import { Ago } from '@/components/clock.tsx';
import { InlineCode } from '@/components/inline-code.tsx';
import { placeName } from '@/lib/alerts/place-name.ts';
import { cn } from '@/lib/class-names.ts';
import { spendHrefOfFacts } from '@/lib/spend/scope.ts';
import type { Alert } from '@/lib/trpc/types.ts';
import { KIND_NAMES } from './kinds.ts';

/** One alert: what, in full, when, where to act, and whether somebody has looked. */
export function AlertLine({ alert }: { alert: Alert }) {
  const open = alert.acknowledgedAt === null;
  const spend = spendHrefOfFacts(alert.facts);
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 border-line/70 border-b py-3.5 last:border-0 md:grid-cols-[auto_minmax(0,1fr)_12rem]">
      <AlertIcon severity={alert.severity} className={cn('mt-0.5', !open && 'opacity-60')} />
      <div className="min-w-0">
        <h2 className={cn('text-pretty', open ? 'font-medium' : 'text-soft')}>{alert.title}</h2>
        <p className="mt-0.5 max-w-[76ch] text-pretty text-[13px] text-soft">
          <InlineCode text={alert.message} />
        </p>
        <p className="mt-1.5 flex flex-wrap gap-x-3 gap-y-1 text-[13px] text-soft">
          <Ago at={alert.at} />
          <span>{KIND_NAMES[alert.kind]}</span>
          {alert.page === '/alerts' ? null : (
            <Link prefetch={false} href={alert.page} className="text-ink underline underline-offset-4">
              {placeName(alert.page)}
            </Link>
          )}
          {spend === null ? null : (
            <Link prefetch={false} href={spend} className="text-ink underline underline-offset-4">
              Spend
            </Link>
          )}
        </p>
      </div>
      <div className="col-start-2 mt-2.5 md:col-start-3 md:mt-0 md:text-right">
        {alert.acknowledgedAt === null ? (
          <Acknowledge alert={alert} />
        ) : (
          <p className="text-[13px] text-soft">
            acknowledged by {alert.acknowledgedBy}, <Ago at={alert.acknowledgedAt} />
          </p>
        )}
      </div>
    </li>
  );
}
