import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from '@/lib/class-names.ts';

const TONES = {
  good: { box: 'bg-good-tint', ink: 'text-good', icon: CircleCheck },
  warn: { box: 'bg-warn-tint', ink: 'text-warn', icon: TriangleAlert },
  bad: { box: 'bg-bad-tint', ink: 'text-bad', icon: CircleX },
} as const;

/** One sentence that must not be overlooked, where it matters. */
export function Notice({ tone, children }: { tone: keyof typeof TONES; children: ReactNode }) {
  const { box, ink, icon: Icon } = TONES[tone];
  return (
    <div className={cn('flex gap-2.5 rounded-md px-3 py-2.5', box)}>
      <Icon aria-hidden className={cn('mt-0.5 size-4.5 shrink-0', ink)} />
      <div className="min-w-0 text-pretty">{children}</div>
    </div>
  );
}
