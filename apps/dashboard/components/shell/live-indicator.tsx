'use client';

import { type LiveState, useLive } from '@/components/live/live-provider.tsx';
import { cn } from '@/lib/class-names.ts';

const WORDS: Readonly<Record<LiveState, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
};

/** Whether what is on screen follows the gateway by itself. */
export function LiveIndicator({ compact = false }: { compact?: boolean }) {
  const state = useLive();
  return (
    <p role="status" className="flex items-center gap-2 text-[13px] text-soft">
      <span
        aria-hidden
        className={cn('size-2 rounded-full', state === 'live' ? 'bg-good' : 'animate-breathe bg-warn')}
      />
      <span className={cn(compact && state === 'live' && 'sr-only sm:not-sr-only')}>{WORDS[state]}</span>
    </p>
  );
}
