import { Field, Input, Select } from '@/components/ui/field.tsx';
import { SwitchField } from '@/components/ui/switch.tsx';
import type { LimitErrors, LimitName, LimitTexts } from '@/lib/model/limits.ts';
import type { Model } from '@/lib/trpc/types.ts';

/** What a model is, beside its limits and its price. */
export interface ModelForm {
  id: string;
  tokenizer: Model['tokenizer'];
  shortenable: boolean;
  unitNorm: boolean;
}

export const MODEL_BLANK: ModelForm = { id: '', tokenizer: 'unknown', shortenable: false, unitNorm: true };

interface ModelFieldsProps {
  form: ModelForm & LimitTexts;
  errors: LimitErrors;
  onChange: (part: Partial<ModelForm & LimitTexts>) => void;
}

export function ModelFields({ form, errors, onChange }: ModelFieldsProps) {
  const limit = (name: LimitName, label: string, hint?: string) => (
    <Field label={label} hint={hint} error={errors[name]}>
      {(control) => (
        <Input
          {...control}
          inputMode="numeric"
          className="tabular-nums"
          value={form[name]}
          onChange={(event) => onChange({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <Field label="Name" hint="As the provider knows it, such as voyage-3.">
          {(control) => (
            <Input
              {...control}
              required
              autoComplete="off"
              value={form.id}
              onChange={(event) => onChange({ id: event.target.value })}
            />
          )}
        </Field>
        {limit('dimensions', 'Dimensions', 'Of a whole vector.')}
      </div>
      <SwitchField
        label="Vectors may be shortened"
        hint="A call may ask for fewer dimensions, and the endpoint obeys."
        checked={form.shortenable}
        onCheckedChange={(shortenable) => onChange({ shortenable })}
      />
      <SwitchField
        label="Vectors have length 1"
        hint="Inspection refuses those that have another."
        checked={form.unitNorm}
        onCheckedChange={(unitNorm) => onChange({ unitNorm })}
      />
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
            onChange={(event) => onChange({ tokenizer: event.target.value as Model['tokenizer'] })}
          >
            <option value="unknown">Unknown</option>
            <option value="cl100k_base">cl100k_base</option>
          </Select>
        )}
      </Field>
      <fieldset>
        <legend className="mb-2 font-medium text-[13px]">At most, by the provider’s documentation</legend>
        <div className="grid gap-4 sm:grid-cols-3">
          {limit('maxTokensPerInput', 'Tokens an input')}
          {limit('maxInputs', 'Inputs a request')}
          {limit('maxTokensPerRequest', 'Tokens a request')}
        </div>
      </fieldset>
    </>
  );
}
