'use client';

import { Field, Input } from '@/components/ui/field.tsx';
import { parseUsd, toDecimalUsd } from '@/lib/format/money.ts';

/** A limit in dollars, as typed. */
export function LimitField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const wrong = value.trim() !== '' && parseUsd(value) === null;
  return (
    <Field
      label="Limit in US dollars"
      hint="Such as 0.50. A fraction of a cent is fine."
      error={wrong ? 'Write a positive amount such as 0.50, with at most nine decimals.' : undefined}
    >
      {(control) => (
        <Input
          {...control}
          inputMode="decimal"
          required
          placeholder="5.00"
          className="font-mono tabular-nums"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** The limit in the form the API takes; null when it is no positive amount. */
export function limitOf(typed: string): string | null {
  const nano = parseUsd(typed);
  return nano === null ? null : toDecimalUsd(nano);
}
