'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Ago } from '@/components/clock.tsx';
import { HealthBadge } from '@/components/health-badge.tsx';
import { InlineCode } from '@/components/inline-code.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { formatMillis, formatShare } from '@/lib/format/quantity.ts';
import { useTRPC } from '@/lib/trpc/client.ts';

/** How the providers have been answering. */
export function ProviderHealth() {
  const trpc = useTRPC();
  const status = useQuery(trpc.providers.status.queryOptions());
  if (status.error && !status.data) {
    return <QueryError what="providers" error={status.error} retry={() => void status.refetch()} />;
  }
  if (!status.data) return <Skeleton className="h-64" />;
  return (
    <Card aria-labelledby="health">
      <CardHeader
        id="health"
        title="Provider health"
        action={
          <Link
            prefetch={false}
            href="/providers"
            className="text-[13px] text-mode underline underline-offset-4"
          >
            Set up
          </Link>
        }
      />
      <ul className="grid gap-4">
        {status.data.providers.map((provider) => {
          const { health } = provider;
          return (
            <li key={provider.id} className="border-line/70 border-t pt-3 first:border-0 first:pt-0">
              <p className="flex flex-wrap items-center gap-2">
                <b className="font-medium">{provider.id}</b>
                {provider.id === status.data.activeProvider ? <Badge tone="mode">answering</Badge> : null}
                <span className="ml-auto">
                  {provider.configured ? (
                    <HealthBadge state={health.state} />
                  ) : (
                    <Badge tone="plain">no key yet</Badge>
                  )}
                </span>
              </p>
              <dl className="mt-2 grid grid-cols-3 gap-3 text-[13px]">
                <div>
                  <dt className="text-soft">Success</dt>
                  <dd className="font-mono tabular-nums">
                    {health.successRate === null ? '–' : formatShare(health.successRate)}
                  </dd>
                </div>
                <div>
                  <dt className="text-soft">Median</dt>
                  <dd className="font-mono tabular-nums">
                    {health.latencyMs === null ? '–' : formatMillis(health.latencyMs)}
                  </dd>
                </div>
                <div>
                  <dt className="text-soft">Answered</dt>
                  <dd>{health.lastSuccessAt === null ? 'never' : <Ago at={health.lastSuccessAt} />}</dd>
                </div>
              </dl>
              {health.lastErrorCode && health.lastFailureAt ? (
                <p className="mt-2.5 rounded-md bg-inset px-3 py-2 text-[13px]">
                  <span className="flex flex-wrap justify-between gap-x-3 text-soft">
                    <span className="break-all font-mono text-xs leading-5">{health.lastErrorCode}</span>
                    <Ago at={health.lastFailureAt} />
                  </span>
                  {health.lastErrorMessage ? (
                    <InlineCode text={health.lastErrorMessage} className="block text-pretty" />
                  ) : null}
                </p>
              ) : null}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
