import type { ComponentProps } from 'react';
import { cn } from '@/lib/class-names.ts';

/** Scrolls sideways within itself where the screen is too narrow; what is hidden in it for screen readers, too. */
export function Table({ label, className, ...props }: ComponentProps<'table'> & { label: string }) {
  return (
    <section aria-label={label} className="relative -mx-4 overflow-x-auto px-4 sm:-mx-5 sm:px-5">
      <table className={cn('w-full border-collapse text-left', className)} {...props} />
    </section>
  );
}

export function Th({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={cn(
        'border-b py-2 pr-3 align-bottom font-medium text-[13px] text-soft last:pr-0 sm:pr-6',
        className,
      )}
      {...props}
    />
  );
}

/** Over the column of what can be done with a row. */
export function ThActions() {
  return (
    <Th>
      <span className="sr-only">Actions</span>
    </Th>
  );
}

export function Td({ className, ...props }: ComponentProps<'td'>) {
  return (
    <td
      className={cn('border-line/70 border-b py-2.5 pr-3 align-middle last:pr-0 sm:pr-6', className)}
      {...props}
    />
  );
}
