import { QueryCache, QueryClient } from '@tanstack/react-query';
import { detailsOf, needsSignIn } from './error.ts';

/** How long an answer counts as fresh when nothing says that it changed; live events cut it short. */
const FRESH_MS = 30_000;

/** @param onSignedOut Called when the gateway no longer knows the session. */
export function makeQueryClient(onSignedOut: () => void = () => {}): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (needsSignIn(error)) onSignedOut();
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        // The gateway is usually on this machine: being offline says nothing about it.
        networkMode: 'always',
        // What the gateway refused it will refuse again; only a lost answer is worth one more try.
        retry: (failures, error) => failures < 1 && detailsOf(error) === undefined,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}
