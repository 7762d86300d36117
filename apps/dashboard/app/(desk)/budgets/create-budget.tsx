'use client';

import { useMutation } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { MutationError } from '@/components/query/mutation-error.tsx';
import { ReasonField, reasonOf } from '@/components/reason-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from '@/components/ui/dialog.tsx';
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
  reason: '',
};

export function CreateBudget() {
  const trpc = useTRPC();
  const changed = useBudgetChanged();
  const [open, setOpen] = useState(false);
  const [form, setForm] = useState(BLANK);
  const set = (part: Partial<typeof BLANK>) => setForm((before) => ({ ...before, ...part }));
  const create = useMutation(
    trpc.budgets.create.mutationOptions({
      onSuccess: () => changed('The budget holds from the next call on.', () => setOpen(false)),
    }),
  );
  const limitUsd = limitOf(form.limit);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!limitUsd || !form.scope) return;
    const { scope, window, timeZone, resetTime } = form;
    create.mutate({ scope, window, timeZone, resetTime, limitUsd, ...reasonOf(form.reason) });
  };
  // Hours and totals begin at no time of day.
  const hasReset = form.window === 'day' || form.window === 'week' || form.window === 'month';
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setForm(BLANK);
        create.reset();
      }}
    >
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden />
          New budget
        </Button>
      </DialogTrigger>
      <DialogContent
        title="New budget"
        description="Calls that would pass its limit are refused before they are sent."
      >
        <form onSubmit={submit} className="grid gap-4">
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
          <ReasonField value={form.reason} onChange={(reason) => set({ reason })} />
          <MutationError error={create.error} />
          <DialogActions>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="primary" disabled={create.isPending || !limitUsd || !form.scope}>
              {create.isPending ? 'Creating…' : 'Create budget'}
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
}
