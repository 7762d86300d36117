import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from '@/lib/class-names.ts';

/** A plate of the console. It is a named region when `title` stands in it. */
export function Card({ className, ...props }: ComponentProps<'section'>) {
  return <section className={cn('min-w-0 rounded-plate border bg-plate p-4 sm:p-5', className)} {...props} />;
}

interface CardHeaderProps {
  title: string;
  /** For `aria-labelledby` of the card. */
  id?: string;
  note?: ReactNode;
  action?: ReactNode;
  className?: string;
}

export function CardHeader({ title, id, note, action, className }: CardHeaderProps) {
  return (
    <header className={cn('mb-4 flex flex-wrap items-start justify-between gap-x-4 gap-y-2', className)}>
      <div className="min-w-0">
        <h2 id={id} className="wrap-anywhere font-semibold text-[15px] leading-6">
          {title}
        </h2>
        {note ? <p className="text-[13px] text-soft">{note}</p> : null}
      </div>
      {action}
    </header>
  );
}

/** Where a card leads, in its header. */
export function CardLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link prefetch={false} href={href} className="text-[13px] text-mode underline underline-offset-4">
      {children}
    </Link>
  );
}
