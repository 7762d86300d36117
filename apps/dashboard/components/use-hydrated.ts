'use client';

import { useSyncExternalStore } from 'react';

/** False in what the server sends, true as soon as the page's own script has taken over. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
}
