'use client';

import { useQuery } from '@tanstack/react-query';
import { Ago } from '@/components/clock.tsx';
import { HealthBadge } from '@/components/health-badge.tsx';
import { InlineCode } from '@/components/inline-code.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Card, CardHeader, CardLink } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { formatMillis, formatShare } from '@/lib/format/quantity.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { Provider, ProvidersStatus } from '@/lib/trpc/types.ts';

/** The one that answers first. */
function inOrder({ providers, activeProvider }: ProvidersStatus): Provider[] {
  return [...providers].sort((a, b) => Number(b.id === activeProvider) - Number(a.id === activeProvider));
}

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
        action={<CardLink href="/providers">Set up</CardLink>}
      />
      <ul className="grid gap-4">
        {inOrder(status.data).map((provider) => {
          const { health } = provider;
          const tried = health.lastSuccessAt !== null || health.lastFailureAt !== null;
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
              {tried ? (
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
              ) : (
                <p className="mt-1 text-[13px] text-soft">
                  {provider.configured
                    ? 'No call has reached it since the gateway started.'
                    : 'Give it a key before real or hybrid can be switched on.'}
                </p>
              )}
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
