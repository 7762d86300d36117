'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/lib/trpc/client.ts';

/** How often is asked where something is that goes on, in ms. */
const ASK_EVERY_MS = 400;

/** What goes on and what the last check found; asked again and again while something does. */
export function useKeepingStatus() {
  const trpc = useTRPC();
  return useQuery(
    trpc.keeping.status.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data && state.data.running.length > 0 ? ASK_EVERY_MS : false),
    }),
  );
}
