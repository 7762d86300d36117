'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Acknowledge } from '@/components/alerts/acknowledge.tsx';
import { AlertIcon } from '@/components/alerts/alert-icon.tsx';
import { useOpenAlerts } from '@/components/alerts/use-open-alerts.ts';
import { Ago } from '@/components/clock.tsx';
import { forOverview } from '@/lib/alerts/for-overview.ts';
import { OVERVIEW_ALERTS } from '@/lib/alerts/overview-input.ts';
import { placeName } from '@/lib/alerts/place-name.ts';
import { cn } from '@/lib/class-names.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { Alert } from '@/lib/trpc/types.ts';
import { LeftOpen } from './left-open.tsx';

/** The worst of the open alerts, until somebody has looked. Renders nothing when all is well. */
export function Alerts() {
  const trpc = useTRPC();
  const open = useQuery(trpc.alerts.list.queryOptions(OVERVIEW_ALERTS));
  const budgets = useQuery(trpc.budgets.list.queryOptions());
  const counts = useOpenAlerts();
  const shown = forOverview(open.data?.items ?? [], budgets.data ?? []);
  const more = (counts?.total ?? 0) - shown.length;
  return (
    <div className="grid gap-2 empty:hidden">
      {shown.length > 0 ? (
        <ul aria-label="Needs a look" className="grid gap-2">
          {shown.map((alert) => (
            <Line key={alert.id} alert={alert} />
          ))}
        </ul>
      ) : null}
      {shown.length > 0 && more > 0 ? (
        <p className="px-4 text-[13px]">
          <Link prefetch={false} href="/alerts" className="underline underline-offset-4">
            {more} more open
          </Link>
        </p>
      ) : null}
      <LeftOpen />
    </div>
  );
}

function Line({ alert }: { alert: Alert }) {
  return (
    <li
      className={cn(
        'flex flex-wrap items-center justify-between gap-x-4 gap-y-2 rounded-lg px-4 py-2.5',
        alert.severity === 'critical' ? 'bg-bad-tint' : 'bg-warn-tint',
      )}
    >
      <p className="flex min-w-0 flex-1 basis-64 items-baseline gap-3">
        <AlertIcon severity={alert.severity} className="translate-y-0.75" />
        <span className="text-pretty">
          <b className="font-medium">{alert.title}</b>
          <Ago at={alert.at} className="ml-2 whitespace-nowrap text-[13px] text-soft" />
        </span>
      </p>
      <p className="flex items-center gap-4">
        <Link prefetch={false} href={alert.page} className="underline underline-offset-4">
          {placeName(alert.page)}
        </Link>
        <Acknowledge alert={alert} />
      </p>
    </li>
  );
}
