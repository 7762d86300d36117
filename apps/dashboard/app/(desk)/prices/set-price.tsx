'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { FormDialog } from '@/components/form-dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Field, Input } from '@/components/ui/field.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { Model } from '@/lib/trpc/types.ts';
import { NO_PRICE, PriceFields, priceOf } from './price-fields.tsx';
import { usePricesChanged } from './use-prices-changed.ts';

const BLANK = { ...NO_PRICE, from: '' };

export function SetPrice({ model }: { model: Model }) {
  const trpc = useTRPC();
  const changed = usePricesChanged();
  const [form, setForm] = useState(BLANK);
  const change = (part: Partial<typeof BLANK>) => setForm((before) => ({ ...before, ...part }));
  const set = useMutation(trpc.prices.set.mutationOptions());
  const price = priceOf(form);
  return (
    <FormDialog
      trigger={
        <Button size="sm" aria-label={`Set the price of ${model.id}`}>
          Set price
        </Button>
      }
      title={`Price of ${model.id}`}
      description="Acts on calls from its beginning on. What was held or settled keeps its amount."
      action="Set price"
      pending="Setting…"
      ready={price !== undefined}
      reset={() => setForm(BLANK)}
      submit={async (why) => {
        const from = form.from === '' ? {} : { from: `${form.from}:00Z` };
        const { state } = await set.mutateAsync({ model: model.id, ...price, ...from, ...why });
        await changed(
          state === 'to_come'
            ? 'The price will hold from then on.'
            : 'The price holds from the next call on.',
        );
      }}
    >
      <PriceFields form={form} onChange={change} />
      <Field label="From, in UTC" optional hint="Now, when left out. Never in the past.">
        {(control) => (
          <Input
            {...control}
            type="datetime-local"
            value={form.from}
            onChange={(event) => change({ from: event.target.value })}
          />
        )}
      </Field>
    </FormDialog>
  );
}
