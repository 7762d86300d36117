'use client';

import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import { formatAbsolute, formatAgo, formatMoment, formatReset } from '@/lib/format/time.ts';

const TICK_MS = 5000;

const RenderedAt = createContext(0);

/** Lets the first paint agree with what the server wrote: relative times start from the server's instant. */
export function ClockProvider({ renderedAt, children }: { renderedAt: number; children: ReactNode }) {
  return <RenderedAt value={renderedAt}>{children}</RenderedAt>;
}

let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    for (const notify of listeners) notify();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The present, in ms; moves on every five seconds. */
export function useNow(): number {
  const renderedAt = useContext(RenderedAt);
  return useSyncExternalStore(
    subscribe,
    () => now || renderedAt,
    () => renderedAt,
  );
}

/** The reader's time zone; UTC until the browser has taken over. */
export function useTimeZone(): string {
  return useSyncExternalStore(
    () => () => {},
    () => Intl.DateTimeFormat().resolvedOptions().timeZone,
    () => 'UTC',
  );
}

/** "3 min ago", with the full instant as its title. */
export function Ago({ at, className }: { at: string; className?: string }) {
  const current = useNow();
  const zone = useTimeZone();
  return (
    <time dateTime={at} title={formatAbsolute(at, zone)} className={className}>
      {formatAgo(at, current)}
    </time>
  );
}

/** The full instant, in the reader's time zone; `short` leaves out the year, the seconds and the zone's name. */
export function Instant({ at, short = false }: { at: string; short?: boolean }) {
  const zone = useTimeZone();
  return (
    <time dateTime={at} title={short ? formatAbsolute(at, zone) : undefined}>
      {short ? formatMoment(at, zone) : formatAbsolute(at, zone)}
    </time>
  );
}

/** "resets in 3 h", with the full instant as its title. */
export function Resets({ at }: { at: string | null }) {
  const current = useNow();
  const zone = useTimeZone();
  if (at === null) return <span>{formatReset(null, current)}</span>;
  return (
    <time dateTime={at} title={formatAbsolute(at, zone)}>
      {formatReset(at, current)}
    </time>
  );
}
