import { cn } from '@/lib/class-names.ts';

/** The place of something that is still being fetched. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn('animate-breathe rounded-md bg-line/70', className)} />;
}
