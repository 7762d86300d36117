'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { MutationError } from '@/components/query/mutation-error.tsx';
import { ReasonField, reasonOf } from '@/components/reason-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Dialog, DialogActions, DialogClose, DialogContent, DialogTrigger } from '@/components/ui/dialog.tsx';
import { Field, Input } from '@/components/ui/field.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';
import type { Model } from '@/lib/trpc/types.ts';
import { NO_PRICE, PriceFields, priceOf } from './price-fields.tsx';
import { usePricesChanged } from './use-prices-changed.ts';

const BLANK = { ...NO_PRICE, from: '', reason: '' };

export function SetPrice({ model }: { model: Model }) {
  const trpc = useTRPC();
  const changed = usePricesChanged();
  const [open, setOpen] = useState(false);
  const [form, setForm] = useState(BLANK);
  const change = (part: Partial<typeof BLANK>) => setForm((before) => ({ ...before, ...part }));
  const set = useMutation(
    trpc.prices.set.mutationOptions({
      onSuccess: ({ state }) =>
        changed(
          state === 'to_come'
            ? 'The price will hold from then on.'
            : 'The price holds from the next call on.',
          () => setOpen(false),
        ),
    }),
  );
  const price = priceOf(form);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!price) return;
    const from = form.from === '' ? {} : { from: `${form.from}:00Z` };
    set.mutate({ model: model.id, ...price, ...from, ...reasonOf(form.reason) });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setForm(BLANK);
        set.reset();
      }}
    >
      <DialogTrigger asChild>
        <Button size="sm" aria-label={`Set the price of ${model.id}`}>
          Set price
        </Button>
      </DialogTrigger>
      <DialogContent
        title={`Price of ${model.id}`}
        description="Acts on calls from its beginning on. What was held or settled keeps its amount."
      >
        <form onSubmit={submit} className="grid gap-4">
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
          <ReasonField value={form.reason} onChange={(reason) => change({ reason })} />
          <MutationError error={set.error} />
          <DialogActions>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="primary" disabled={set.isPending || !price}>
              {set.isPending ? 'Setting…' : 'Set price'}
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
}
