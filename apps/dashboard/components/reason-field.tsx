'use client';

import { Field, Input } from '@/components/ui/field.tsx';

/** Why a change is made, for the audit log. */
export function ReasonField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <Field label="Reason" optional hint="Stands in the audit log beside the change.">
      {(control) => (
        <Input
          {...control}
          maxLength={500}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

/** The input's `reason`, left out when nothing was written. */
export function reasonOf(text: string): { reason?: string } {
  const reason = text.trim();
  return reason ? { reason } : {};
}
