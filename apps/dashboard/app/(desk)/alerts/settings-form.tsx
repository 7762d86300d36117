'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { MutationError } from '@/components/query/mutation-error.tsx';
import { ReasonField, reasonOf } from '@/components/reason-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Field, Input } from '@/components/ui/field.tsx';
import { SwitchField } from '@/components/ui/switch.tsx';
import { draftOf, readDraft, type SettingsDraft } from '@/lib/alerts/settings-draft.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { AlertSettings } from '@/lib/trpc/types.ts';

export function SettingsForm({ settings }: { settings: AlertSettings }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(settings));
  const [reason, setReason] = useState('');
  const save = useMutation(
    trpc.alerts.setSettings.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.alerts.pathFilter());
        toast.success('Saved. It is watched for from now on.');
      },
    }),
  );
  const { input, problems } = readDraft(draft);
  const set = (change: Partial<SettingsDraft>) => setDraft({ ...draft, ...change });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (input) save.mutate({ ...input, ...reasonOf(reason) });
  };
  return (
    <form onSubmit={submit} className="grid gap-5">
      <Field
        label="Thresholds, percent of a budget"
        hint="Such as 50, 80, 100. Each is told once for a window and limit; empty: none."
        error={problems.thresholds}
      >
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            autoComplete="off"
            value={draft.thresholds}
            onChange={({ target }) => set({ thresholds: target.value })}
          />
        )}
      </Field>
      <SwitchField
        label="Forecasts"
        hint="Tell when a budget is forecast to run out before its window ends."
        checked={draft.forecast}
        onCheckedChange={(forecast) => set({ forecast })}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <Field
          label="Uncertain in all, US dollars"
          hint="Told once a day from there on; empty: never."
          error={problems.uncertainUsd}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="decimal"
              autoComplete="off"
              value={draft.uncertainUsd}
              onChange={({ target }) => set({ uncertainUsd: target.value })}
            />
          )}
        </Field>
        <Field
          label="Uncertain, percent of a budget"
          hint="Told once for a window; empty: never."
          error={problems.uncertainPercent}
        >
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              autoComplete="off"
              value={draft.uncertainPercent}
              onChange={({ target }) => set({ uncertainPercent: target.value })}
            />
          )}
        </Field>
      </div>
      <Field
        label="Address of this dashboard"
        hint="Where links in messages lead; empty: this machine."
        optional
      >
        {(control) => (
          <Input
            {...control}
            type="url"
            placeholder="https://gauge.example.com"
            value={draft.dashboardUrl}
            onChange={({ target }) => set({ dashboardUrl: target.value })}
          />
        )}
      </Field>
      <ReasonField value={reason} onChange={setReason} />
      <MutationError error={save.error} />
      <p className="flex justify-end">
        <Button type="submit" variant="primary" disabled={save.isPending || !input}>
          Save settings
        </Button>
      </p>
    </form>
  );
}
