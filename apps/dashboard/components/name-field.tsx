import { Field, Input } from '@/components/ui/field.tsx';

interface NameFieldProps {
  hint?: string | undefined;
  value: string;
  onChange: (name: string) => void;
}

/** What people call a key, a project or a webhook. */
export function NameField({ hint, value, onChange }: NameFieldProps) {
  return (
    <Field label="Name" hint={hint}>
      {(control) => (
        <Input
          {...control}
          required
          maxLength={100}
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}
