'use client';

import { Switch as Primitive } from 'radix-ui';
import { type ReactNode, useId } from 'react';

interface SwitchFieldProps {
  label: string;
  hint: ReactNode;
  checked: boolean;
  onCheckedChange: (checked: boolean) => void;
}

export function SwitchField({ label, hint, checked, onCheckedChange }: SwitchFieldProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-6">
      <div>
        <label htmlFor={id} className="font-medium text-[13px]">
          {label}
        </label>
        <p id={`${id}-hint`} className="text-[13px] text-soft">
          {hint}
        </p>
      </div>
      <Primitive.Root
        id={id}
        aria-describedby={`${id}-hint`}
        checked={checked}
        onCheckedChange={onCheckedChange}
        className="keeps-fill mt-0.5 inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-line-strong bg-inset transition-colors data-[state=checked]:border-mode data-[state=checked]:bg-mode-fill"
      >
        <Primitive.Thumb className="block size-3.5 translate-x-0.5 rounded-full bg-line-strong transition-transform data-[state=checked]:translate-x-4.5 data-[state=checked]:bg-mode-on" />
      </Primitive.Root>
    </div>
  );
}
