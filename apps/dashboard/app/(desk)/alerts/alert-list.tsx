'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { BellOff, BellRing, CircleCheck } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { AcknowledgeAll } from '@/components/alerts/acknowledge.tsx';
import { useOpenAlerts } from '@/components/alerts/use-open-alerts.ts';
import { EmptyState } from '@/components/empty-state.tsx';
import { Pager } from '@/components/pager.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Card } from '@/components/ui/card.tsx';
import { Select } from '@/components/ui/field.tsx';
import { Segmented } from '@/components/ui/segmented.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { cn } from '@/lib/class-names.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { AlertLine } from './alert-line.tsx';
import { KIND_NAMES } from './kinds.ts';
import { alertsParams, KINDS, listInput } from './search-params.ts';

/** What was told, newest first; what nobody has looked at before all else. */
export function AlertList() {
  const trpc = useTRPC();
  const [params, setParams] = useQueryStates(alertsParams);
  const open = useOpenAlerts();
  const list = useQuery(
    trpc.alerts.list.queryOptions(listInput(params), { placeholderData: keepPreviousData }),
  );
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <Segmented
          label="Which alerts"
          value={params.show}
          options={[
            { value: 'open', label: 'Open' },
            { value: 'all', label: 'All' },
          ]}
          onChange={(show) => void setParams({ show, before: null })}
        />
        <Select
          aria-label="Kind of alert"
          className="w-52"
          value={params.kind ?? ''}
          onChange={({ target }) =>
            void setParams({ kind: KINDS.find((kind) => kind === target.value) ?? null, before: null })
          }
        >
          <option value="">All kinds</option>
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {KIND_NAMES[kind]}
            </option>
          ))}
        </Select>
        <span className="ml-auto" />
        {open && open.total > 0 ? <AcknowledgeAll count={open.total} /> : null}
      </div>
      {list.data ? (
        list.data.items.length > 0 ? (
          <Card aria-label="Alerts" aria-busy={list.isPlaceholderData} className="py-1 sm:py-1.5">
            <ol className={cn(list.isPlaceholderData && 'opacity-60')}>
              {list.data.items.map((alert) => (
                <AlertLine key={alert.id} alert={alert} />
              ))}
            </ol>
            <div className="pb-3">
              <Pager
                next={list.data.next}
                older={params.before !== null}
                onPage={(before) => void setParams({ before }, { history: 'push', scroll: true })}
              />
            </div>
          </Card>
        ) : (
          <NothingTold open={params.show === 'open'} narrowed={params.kind !== null} />
        )
      ) : list.error ? (
        <QueryError what="alerts" error={list.error} retry={() => void list.refetch()} />
      ) : (
        <Skeleton className="h-72" />
      )}
    </div>
  );
}

function NothingTold({ open, narrowed }: { open: boolean; narrowed: boolean }) {
  if (narrowed) {
    return (
      <EmptyState icon={BellOff} title={open ? 'No open alert of this kind' : 'No alert of this kind'}>
        Choose another kind, or all of them.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={open ? CircleCheck : BellRing}
      title={open ? 'Nothing needs a look' : 'Nothing was told yet'}
    >
      An alert stands here once a budget reaches one of its thresholds or is forecast to run out, when money
      is uncertain, when a provider meters more than was held, when the ledger lacks a period, and when a
      webhook does not take an alert.
    </EmptyState>
  );
}
