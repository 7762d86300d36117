import { Field, Input } from '@/components/ui/field.tsx';
import { parseUsd } from '@/lib/format/money.ts';

export interface PriceForm {
  usdPerMillion: string;
  free: boolean;
}

export const NO_PRICE: PriceForm = { usdPerMillion: '', free: false };

/** The price as the gateway reads it; undefined while none is written. */
export function priceOf({
  usdPerMillion,
  free,
}: PriceForm): { usdPerMillion: string } | { free: true } | undefined {
  if (free) return { free: true };
  const text = usdPerMillion.trim().replace(/^\$/, '');
  return parseUsd(text) === null ? undefined : { usdPerMillion: text };
}

interface PriceFieldsProps {
  form: PriceForm;
  optional?: boolean;
  onChange: (part: Partial<PriceForm>) => void;
}

export function PriceFields({ form, optional = false, onChange }: PriceFieldsProps) {
  const wrong = !form.free && form.usdPerMillion.trim() !== '' && priceOf(form) === undefined;
  return (
    <div className="grid gap-2">
      <Field
        label="US dollars a million tokens"
        optional={optional}
        hint="In steps of $0.001."
        error={wrong ? 'Write a positive amount, such as 0.02.' : undefined}
      >
        {(control) => (
          <Input
            {...control}
            inputMode="decimal"
            disabled={form.free}
            value={form.free ? '' : form.usdPerMillion}
            onChange={(event) => onChange({ usdPerMillion: event.target.value })}
          />
        )}
      </Field>
      <label className="flex items-center gap-2 text-[13px]">
        <input
          type="checkbox"
          className="size-4 accent-mode"
          checked={form.free}
          onChange={(event) => onChange({ free: event.target.checked })}
        />
        It is free; its calls still stand in the ledger
      </label>
    </div>
  );
}
