'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { EmptyState } from '@/components/empty-state.tsx';
import { PageHeader } from '@/components/page-header.tsx';
import { Pager } from '@/components/pager.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Card } from '@/components/ui/card.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { cn } from '@/lib/class-names.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { ActionFilter } from './action-filter.tsx';
import { AuditEntry } from './audit-entry.tsx';
import { auditInput, auditParams } from './search-params.ts';

export function Audit() {
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(auditParams);
  const log = useQuery(
    trpc.audit.list.queryOptions(auditInput(params), { placeholderData: keepPreviousData }),
  );
  return (
    <>
      <PageHeader
        title="Audit"
        note="Every change: who, when, from what, to what, and why. Lines are never changed or removed."
        action={
          <ActionFilter
            action={params.action}
            onChange={(action) => void setParams({ action, before: null })}
          />
        }
      />
      {log.data ? (
        log.data.items.length > 0 ? (
          <Card aria-label="Changes" aria-busy={log.isPlaceholderData} className="py-1.5 sm:py-2">
            <ol className={cn(log.isPlaceholderData && 'opacity-60')}>
              {log.data.items.map((line) => (
                <AuditEntry key={line.id} line={line} />
              ))}
            </ol>
            <div className="pb-3">
              <Pager
                next={log.data.next}
                older={params.before !== null}
                onPage={(before) => void setParams({ before }, { history: 'push', scroll: true })}
              />
            </div>
          </Card>
        ) : (
          <EmptyState
            icon={ScrollText}
            title={params.action ? 'No change of this kind' : 'Nothing was changed yet'}
          >
            Switching the mode, setting a provider up, and every change of a budget, project or key leaves a
            line here.
          </EmptyState>
        )
      ) : log.error ? (
        <QueryError what="audit log" error={log.error} retry={() => void log.refetch()} />
      ) : (
        <Skeleton className="h-96" />
      )}
    </>
  );
}
