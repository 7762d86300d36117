'use client';

import { useMutation } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { FormDialog } from '@/components/form-dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { NO_LIMITS, readLimits } from '@/lib/model/limits.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { MODEL_BLANK, ModelFields } from './model-fields.tsx';
import { NO_PRICE, PriceFields, priceOf } from './price-fields.tsx';
import { usePricesChanged } from './use-prices-changed.ts';

const BLANK = { ...NO_PRICE, ...MODEL_BLANK, ...NO_LIMITS };

/** A model of an OpenAI-compatible endpoint, beside the ones that ship. */
export function DefineModel() {
  const trpc = useTRPC();
  const changed = usePricesChanged();
  const [form, setForm] = useState(BLANK);
  const change = (part: Partial<typeof BLANK>) => setForm((before) => ({ ...before, ...part }));
  const define = useMutation(trpc.models.define.mutationOptions());
  const { limits, errors } = readLimits(form);
  return (
    <FormDialog
      trigger={
        <Button variant="primary">
          <Plus aria-hidden />
          Define a model
        </Button>
      }
      title="Define a model"
      description="One that your endpoint serves and Weighbridge does not know yet."
      action="Define model"
      pending="Defining…"
      ready={form.id.trim() !== '' && limits !== undefined}
      reset={() => setForm(BLANK)}
      submit={async (why) => {
        if (!limits) return;
        const { id, tokenizer, shortenable, unitNorm } = form;
        const { price } = await define.mutateAsync({
          id,
          tokenizer,
          shortenable,
          unitNorm,
          ...limits,
          ...priceOf(form),
          ...why,
        });
        await changed(
          price ? 'Calls for the model are taken from now on.' : 'The model is refused until it has a price.',
        );
      }}
    >
      <ModelFields form={form} errors={errors} onChange={change} />
      <PriceFields form={form} optional onChange={change} />
    </FormDialog>
  );
}
