'use client';

import { QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import type { AppRouter } from '@weighbridge/api';
import { type ReactNode, useEffect, useState } from 'react';
import { onSignOutElsewhere } from '@/lib/session-channel.ts';
import { ALONE } from '@/lib/trpc/alone.ts';
import { TRPCProvider } from '@/lib/trpc/client.ts';
import { makeQueryClient } from '@/lib/trpc/query-client.ts';

const URL_PATH = '/api/trpc';

function toSignIn(): void {
  if (typeof window === 'undefined' || window.location.pathname === '/sign-in') return;
  const next = `${window.location.pathname}${window.location.search}`;
  window.location.assign(next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`);
}

/** The one client of the gateway: calls in batches, live events over server-sent events, both on this origin. */
export function ApiProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(() => makeQueryClient(toSignIn));
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        splitLink({
          condition: (operation) => operation.type === 'subscription',
          true: httpSubscriptionLink({ url: URL_PATH }),
          false: splitLink({
            // What takes minutes must not hold up whatever was asked for in the same moment.
            condition: ({ context }) => context[ALONE] === true,
            true: httpLink({ url: URL_PATH }),
            false: httpBatchLink({ url: URL_PATH, maxURLLength: 4000 }),
          }),
        }),
      ],
    }),
  );
  useEffect(() => onSignOutElsewhere(toSignIn), []);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
