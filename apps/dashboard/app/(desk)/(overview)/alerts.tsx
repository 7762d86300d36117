'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleSlash, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useScopeNames } from '@/components/budgets/use-scopes.ts';
import { Resets } from '@/components/clock.tsx';
import { alertsOf } from '@/lib/alerts/alerts.ts';
import { cn } from '@/lib/class-names.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { SpendSummary } from '@/lib/trpc/types.ts';

/** What needs a look and no reading on this page says. Renders nothing when all is well. */
export function Alerts({ summary }: { summary: SpendSummary }) {
  const trpc = useTRPC();
  const budgets = useQuery(trpc.budgets.list.queryOptions());
  const system = useQuery(trpc.system.info.queryOptions());
  const nameOf = useScopeNames();
  const alerts = alertsOf({
    budgets: budgets.data ?? [],
    overrunNanoUsd: summary.month.overrunNanoUsd,
    recoveredUncertain: system.data?.recoveredUncertain ?? 0,
    nameOf,
  });
  if (alerts.length === 0) return null;
  return (
    <ul aria-label="Needs a look" className="grid gap-2">
      {alerts.map((alert) => {
        const Icon = alert.tone === 'bad' ? CircleSlash : TriangleAlert;
        return (
          <li
            key={alert.id}
            className={cn(
              'grid grid-cols-[auto_minmax(0,1fr)_auto] items-baseline gap-x-3 rounded-lg px-4 py-2.5',
              alert.tone === 'bad' ? 'bg-bad-tint' : 'bg-warn-tint',
            )}
          >
            <Icon
              aria-hidden
              className={cn('size-4 translate-y-0.5', alert.tone === 'bad' ? 'text-bad' : 'text-warn')}
            />
            <p className="text-pretty">
              <b className="font-medium">{alert.subject}</b> {alert.text}
              {alert.resetsAt === undefined ? null : (
                <span className="ml-2 whitespace-nowrap text-[13px] text-soft">
                  <Resets at={alert.resetsAt} />
                </span>
              )}
            </p>
            {alert.budget ? (
              <Link prefetch={false} href="/budgets" className="underline underline-offset-4">
                Budgets
              </Link>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
