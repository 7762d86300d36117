'use client';

import { RotateCw, TriangleAlert } from 'lucide-react';
import { InlineCode } from '@/components/inline-code.tsx';
import { Button } from '@/components/ui/button.tsx';
import { cn } from '@/lib/class-names.ts';
import { explain } from '@/lib/trpc/error.ts';

interface QueryErrorProps {
  /** What could not be shown, such as "budgets". */
  what: string;
  error: unknown;
  retry: () => void;
  className?: string;
}

/** In place of what a failed query would have shown: what happened, what to do, and another try. */
export function QueryError({ what, error, retry, className }: QueryErrorProps) {
  const { code, message, correlationId } = explain(error);
  return (
    <div
      role="alert"
      className={cn('flex gap-3 rounded-plate border border-bad/40 bg-bad-tint p-4', className)}
    >
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="min-w-0">
        <p className="font-medium">The {what} could not be loaded.</p>
        <p className="mt-0.5 text-[13px]">
          <InlineCode text={message} />
        </p>
        <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button size="sm" onClick={retry}>
            <RotateCw aria-hidden />
            Try again
          </Button>
          <p className="font-mono text-soft text-xs">
            {code}
            {correlationId ? `, ${correlationId}` : ''}
          </p>
        </div>
      </div>
    </div>
  );
}
