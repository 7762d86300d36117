'use client';

import { cn } from '@/lib/class-names.ts';
import { useOpenAlerts } from './use-open-alerts.ts';

/** The number of open alerts, in the colour of the worst. Renders nothing without any. */
export function OpenCount({ className }: { className?: string }) {
  const open = useOpenAlerts();
  if (!open || open.total === 0) return null;
  const tone =
    open.critical > 0
      ? 'bg-bad text-bad-on'
      : open.warning > 0
        ? 'bg-warn-tint text-warn'
        : 'bg-inset text-soft';
  return (
    <span
      className={cn(
        'inline-flex min-w-5 items-center justify-center rounded-full px-1.5 font-medium text-xs leading-5 tabular-nums',
        tone,
        className,
      )}
    >
      {open.total > 99 ? '99+' : open.total}
      <span className="sr-only"> open</span>
    </span>
  );
}
