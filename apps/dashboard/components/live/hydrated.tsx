'use client';

import { type DehydratedState, HydrationBoundary } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { useRepeatChanges } from './live-provider.tsx';

/**
 * Takes in what the server asked the gateway for while it prepared a page. An event that came after that, and before
 * the page did, found none of it to refetch.
 */
export function Hydrated({ state, children }: { state: DehydratedState; children: ReactNode }) {
  const repeatChanges = useRepeatChanges();
  useEffect(() => {
    if (state.queries.length > 0) repeatChanges();
  }, [state, repeatChanges]);
  return <HydrationBoundary state={state}>{children}</HydrationBoundary>;
}
