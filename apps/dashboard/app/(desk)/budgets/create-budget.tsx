'use client';

import { useMutation } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { FormDialog } from '@/components/form-dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Field, Input, Select } from '@/components/ui/field.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { Budget } from '@/lib/trpc/types.ts';
import { LimitField, limitOf } from './limit-field.tsx';
import { ScopeFields } from './scope-fields.tsx';
import { TimeZoneField } from './time-zone-field.tsx';
import { useBudgetChanged } from './use-budget-change.ts';

const WINDOWS: readonly { value: Budget['window']; label: string }[] = [
  { value: 'hour', label: 'Each hour' },
  { value: 'day', label: 'Each day' },
  { value: 'week', label: 'Each week, from Monday' },
  { value: 'month', label: 'Each month' },
  { value: 'total', label: 'In total, never reset' },
];

const BLANK = {
  scope: 'global',
  window: 'day' as Budget['window'],
  limit: '',
  timeZone: 'UTC',
  resetTime: '00:00',
};

export function CreateBudget() {
  const trpc = useTRPC();
  const changed = useBudgetChanged();
  const [form, setForm] = useState(BLANK);
  const set = (part: Partial<typeof BLANK>) => setForm((before) => ({ ...before, ...part }));
  const create = useMutation(trpc.budgets.create.mutationOptions());
  const limitUsd = limitOf(form.limit);
  // Hours and totals begin at no time of day.
  const hasReset = form.window === 'day' || form.window === 'week' || form.window === 'month';
  return (
    <FormDialog
      trigger={
        <Button variant="primary">
          <Plus aria-hidden />
          New budget
        </Button>
      }
      title="New budget"
      description="Calls that would pass its limit are refused before they are sent."
      action="Create budget"
      pending="Creating…"
      ready={limitUsd !== null && form.scope !== ''}
      reset={() => setForm(BLANK)}
      submit={async (why) => {
        if (limitUsd === null) return;
        const { scope, window, timeZone, resetTime } = form;
        await create.mutateAsync({ scope, window, timeZone, resetTime, limitUsd, ...why });
        await changed('The budget holds from the next call on.');
      }}
    >
      <ScopeFields scope={form.scope} onChange={(scope) => set({ scope })} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Window">
          {(control) => (
            <Select
              {...control}
              value={form.window}
              onChange={(event) => set({ window: event.target.value as Budget['window'] })}
            >
              {WINDOWS.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <LimitField value={form.limit} onChange={(limit) => set({ limit })} />
      </div>
      {hasReset ? (
        <div className="grid gap-4 sm:grid-cols-2">
          <TimeZoneField value={form.timeZone} onChange={(timeZone) => set({ timeZone })} />
          <Field label="Begins at">
            {(control) => (
              <Input
                {...control}
                type="time"
                required
                value={form.resetTime}
                onChange={(event) => set({ resetTime: event.target.value })}
              />
            )}
          </Field>
        </div>
      ) : null}
    </FormDialog>
  );
}
