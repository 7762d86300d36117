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
import type { Model } from '@/lib/trpc/types.ts';
import { NO_PRICE, PriceFields, priceOf } from './price-fields.tsx';
import { usePricesChanged } from './use-prices-changed.ts';

const BLANK = {
  ...NO_PRICE,
  id: '',
  dimensions: '',
  tokenizer: 'unknown' as Model['tokenizer'],
  maxTokensPerInput: '8192',
  reason: '',
};

/** A model of an OpenAI-compatible endpoint, beside the ones that ship. */
export function DefineModel() {
  const trpc = useTRPC();
  const changed = usePricesChanged();
  const [open, setOpen] = useState(false);
  const [form, setForm] = useState(BLANK);
  const change = (part: Partial<typeof BLANK>) => setForm((before) => ({ ...before, ...part }));
  const define = useMutation(
    trpc.models.define.mutationOptions({
      onSuccess: ({ price }) =>
        changed(
          price ? 'Calls for the model are taken from now on.' : 'The model is refused until it has a price.',
          () => setOpen(false),
        ),
    }),
  );
  const [dimensions, maxTokensPerInput] = [whole(form.dimensions), whole(form.maxTokensPerInput)];
  const ready = form.id.trim() !== '' && dimensions !== undefined && maxTokensPerInput !== undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (dimensions === undefined || maxTokensPerInput === undefined) return;
    const { id, tokenizer, reason } = form;
    define.mutate({ id, dimensions, tokenizer, maxTokensPerInput, ...priceOf(form), ...reasonOf(reason) });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setForm(BLANK);
        define.reset();
      }}
    >
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden />
          Define a model
        </Button>
      </DialogTrigger>
      <DialogContent
        title="Define a model"
        description="One that your endpoint serves and Weighbridge does not know yet."
      >
        <form onSubmit={submit} className="grid gap-4">
          <Field label="Name" hint="As the provider knows it, such as voyage-3.">
            {(control) => (
              <Input
                {...control}
                required
                value={form.id}
                onChange={(event) => change({ id: event.target.value })}
              />
            )}
          </Field>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Dimensions">
              {(control) => (
                <Input
                  {...control}
                  inputMode="numeric"
                  value={form.dimensions}
                  onChange={(event) => change({ dimensions: event.target.value })}
                />
              )}
            </Field>
            <Field label="Tokens an input, at most">
              {(control) => (
                <Input
                  {...control}
                  inputMode="numeric"
                  value={form.maxTokensPerInput}
                  onChange={(event) => change({ maxTokensPerInput: event.target.value })}
                />
              )}
            </Field>
          </div>
          <Field
            label="Tokenizer"
            hint={
              form.tokenizer === 'unknown'
                ? 'Texts are held at an upper bound and settled by the provider’s meter.'
                : 'Texts are weighed to the token.'
            }
          >
            {(control) => (
              <Select
                {...control}
                value={form.tokenizer}
                onChange={(event) => change({ tokenizer: event.target.value as Model['tokenizer'] })}
              >
                <option value="unknown">Unknown</option>
                <option value="cl100k_base">cl100k_base</option>
              </Select>
            )}
          </Field>
          <PriceFields form={form} optional onChange={change} />
          <ReasonField value={form.reason} onChange={(reason) => change({ reason })} />
          <MutationError error={define.error} />
          <DialogActions>
            <DialogClose asChild>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" variant="primary" disabled={define.isPending || !ready}>
              {define.isPending ? 'Defining…' : 'Define model'}
            </Button>
          </DialogActions>
        </form>
      </DialogContent>
    </Dialog>
  );
}

function whole(text: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text.trim()) ? Number(text) : undefined;
}
