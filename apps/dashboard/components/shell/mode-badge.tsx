import Link from 'next/link';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { cn } from '@/lib/class-names.ts';
import { MODE_BADGES, MODE_NAMES, type Mode } from '@/lib/mode/mode.ts';

interface ModeBadgeProps {
  mode: Mode | undefined;
  compact?: boolean;
  className?: string;
}

/** The mode in force, on every page; leads to the toggle. */
export function ModeBadge({ mode, compact = false, className }: ModeBadgeProps) {
  if (!mode) return <Skeleton className={cn(compact ? 'h-7 w-16' : 'h-14', className)} />;
  return (
    <Link
      prefetch={false}
      href="/"
      aria-label={`Mode: ${MODE_NAMES[mode]}, ${MODE_BADGES[mode]}. Go to the toggle`}
      className={cn(
        'block bg-mode-fill text-mode-on hover:brightness-95',
        compact ? 'rounded-full px-2.5 py-1 text-[13px]' : 'rounded-lg px-3.5 py-2.5',
        className,
      )}
    >
      <span className="font-semibold">{MODE_NAMES[mode]}</span>
      <span className={cn(compact ? 'sr-only' : 'block text-[13px]')}>{MODE_BADGES[mode]}</span>
    </Link>
  );
}
