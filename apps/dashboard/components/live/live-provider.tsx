'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react';
import { createRefresher, type Refresher, staleAfter } from '@/lib/live/refresh.ts';
import { useTRPC } from '@/lib/trpc/client.ts';

export type LiveState = 'connecting' | 'live' | 'reconnecting';

const RETRY_MS = 1500;

const Live = createContext<LiveState>('connecting');
const RepeatChanges = createContext<() => void>(() => {});

export function useLive(): LiveState {
  return useContext(Live);
}

/** Refetches again what changed lately, for whoever shows answers that may be older than that. */
export function useRepeatChanges(): () => void {
  return useContext(RepeatChanges);
}

/** Holds the one event stream of the page, and refetches what its events say has changed. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const refresher = useRef<Refresher>(null);
  const [everLive, setEverLive] = useState(false);

  useEffect(() => {
    const made = createRefresher((stale) => {
      if (stale === 'everything') void queryClient.invalidateQueries();
      else for (const router of stale) void queryClient.invalidateQueries(trpc[router].pathFilter());
    });
    refresher.current = made;
    return () => made.stop();
  }, [queryClient, trpc]);

  const { status, reset } = useSubscription(
    trpc.live.events.subscriptionOptions(undefined, {
      onStarted: () => setEverLive(true),
      onData: (event) => refresher.current?.request(staleAfter(event.type)),
    }),
  );

  const state: LiveState = status === 'pending' ? 'live' : everLive ? 'reconnecting' : 'connecting';

  // Shows at once whether it is the gateway itself that is gone.
  useEffect(() => {
    if (state === 'reconnecting') void queryClient.invalidateQueries(trpc.providers.status.queryFilter());
  }, [state, queryClient, trpc]);

  // The stream ends when the gateway stops, and is refused while it is down: ask again until it is back.
  const lost = status === 'error' || status === 'idle';
  useEffect(() => {
    if (!lost) return;
    const timer = setTimeout(reset, RETRY_MS);
    return () => clearTimeout(timer);
  }, [lost, reset]);

  const repeat = useCallback(() => refresher.current?.repeat(), []);
  return (
    <RepeatChanges value={repeat}>
      <Live value={state}>{children}</Live>
    </RepeatChanges>
  );
}
