'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { useScopeNames } from '@/components/budgets/use-scopes.ts';
import { FormDialog } from '@/components/form-dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Field, Input, Select } from '@/components/ui/field.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { RateLimit } from '@/lib/trpc/types.ts';
import { ScopeFields } from './scope-fields.tsx';

type Form = Pick<RateLimit, 'scope' | 'metric' | 'period'> & { limit: string };

const BLANK: Form = { scope: 'global', metric: 'requests', period: 'minute', limit: '' };

/** A new rate limit; with `limit`, another number for that one. */
export function SetRateLimit({ limit }: { limit?: RateLimit }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const nameOf = useScopeNames();
  const first: Form = limit ? { ...limit, limit: String(limit.limit) } : BLANK;
  const [form, setForm] = useState(first);
  const change = (part: Partial<Form>) => setForm((before) => ({ ...before, ...part }));
  const set = useMutation(trpc.rateLimits.set.mutationOptions());
  const most = /^[1-9]\d{0,14}$/.test(form.limit.trim()) ? Number(form.limit) : undefined;
  const name = limit ? nameOf(limit.scope) : '';
  return (
    <FormDialog
      trigger={
        limit ? (
          <Button size="sm" aria-label={`Edit limit of ${limit.metric} in any ${limit.period} of ${name}`}>
            Edit limit
          </Button>
        ) : (
          <Button>
            <Plus aria-hidden />
            New rate limit
          </Button>
        )
      }
      title={limit ? `Rate limit of ${name}` : 'New rate limit'}
      description={
        limit
          ? `${limit.metric} in any ${limit.period}. What was used stays used.`
          : 'It holds in any minute or hour, not from one full hour to the next.'
      }
      action="Set rate limit"
      pending="Setting…"
      ready={most !== undefined && form.scope !== ''}
      reset={() => setForm(first)}
      submit={async (why) => {
        if (most === undefined) return;
        const { scope, metric, period } = form;
        await set.mutateAsync({ scope, metric, period, limit: most, ...why });
        await client.invalidateQueries(trpc.rateLimits.pathFilter());
        toast.success('The rate limit holds from the next call on.');
      }}
    >
      {limit ? null : (
        <ScopeFields
          scope={form.scope}
          kinds={['global', 'project', 'key']}
          onChange={(scope) => change({ scope })}
        />
      )}
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label="At most" error={form.limit && most === undefined ? 'A whole number' : undefined}>
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={form.limit}
              onChange={(event) => change({ limit: event.target.value })}
            />
          )}
        </Field>
        {limit ? null : (
          <>
            <Field label="Of">
              {(control) => (
                <Select
                  {...control}
                  value={form.metric}
                  onChange={(event) => change({ metric: event.target.value as Form['metric'] })}
                >
                  <option value="requests">requests</option>
                  <option value="tokens">tokens</option>
                </Select>
              )}
            </Field>
            <Field label="In any">
              {(control) => (
                <Select
                  {...control}
                  value={form.period}
                  onChange={(event) => change({ period: event.target.value as Form['period'] })}
                >
                  <option value="minute">minute</option>
                  <option value="hour">hour</option>
                </Select>
              )}
            </Field>
          </>
        )}
      </div>
    </FormDialog>
  );
}
