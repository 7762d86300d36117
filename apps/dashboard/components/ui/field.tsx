'use client';

import { Label } from 'radix-ui';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from '@/lib/class-names.ts';

const controlClass =
  'w-full rounded-md border border-line-strong/80 bg-plate px-3 text-ink placeholder:text-soft disabled:bg-inset disabled:text-soft aria-invalid:border-bad';

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return <input className={cn(controlClass, 'h-9', className)} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea className={cn(controlClass, 'min-h-18 py-2', className)} {...props} />;
}

/** The browser's own list: every keyboard and every phone knows it. */
export function Select({ className, ...props }: ComponentProps<'select'>) {
  return <select className={cn(controlClass, 'h-9 pr-8', className)} {...props} />;
}

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  className?: string;
  /** Gets what ties the control to its label, hint and error. */
  children: (control: { id: string; 'aria-describedby': string; 'aria-invalid': boolean }) => ReactNode;
}

/** Label, control, hint and error, tied together for assistive technology. */
export function Field({ label, hint, error, optional = false, className, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className={cn('grid content-start gap-1.5', className)}>
      <Label.Root htmlFor={id} className="font-medium text-[13px]">
        {label}
        {optional ? <span className="font-normal text-soft"> (optional)</span> : null}
      </Label.Root>
      {children({ id, 'aria-describedby': noteId, 'aria-invalid': error !== undefined })}
      <p
        id={noteId}
        className={cn('text-[13px]', error ? 'text-bad' : 'text-soft', !error && !hint && 'sr-only')}
      >
        {error ?? hint}
      </p>
    </div>
  );
}
