import { dehydrate, type QueryClient } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import type { AppRouter } from '@weighbridge/api';
import { cookies } from 'next/headers';
import { cache, type ReactNode } from 'react';
import { Hydrated } from '@/components/live/hydrated.tsx';
import { gatewayAddress } from '../gateway/address.ts';
import { unreachableResponse } from '../gateway/unreachable.ts';
import { makeQueryClient } from './query-client.ts';

/** One query client for each request to the dashboard. */
const requestQueryClient = cache(() => makeQueryClient());

/** Speaks to the gateway as the person who asked, by their cookie. */
const requestClient = cache(async () => {
  const cookie = (await cookies()).toString();
  const address = gatewayAddress();
  return createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: `${address}/trpc`,
        headers: cookie ? { cookie } : {},
        fetch: async (url, options) => {
          try {
            return await fetch(url, { ...options, cache: 'no-store' } as RequestInit);
          } catch {
            return unreachableResponse(address);
          }
        },
      }),
    ],
  });
});

const serverApi = cache(async () =>
  createTRPCOptionsProxy<AppRouter>({ client: await requestClient(), queryClient: requestQueryClient }),
);

type Api = Awaited<ReturnType<typeof serverApi>>;

interface PrefetchProps {
  /** Asks for what the page will show first. Failures are not kept: the browser asks again and shows them. */
  load: (api: Api, queryClient: QueryClient) => Promise<unknown>[];
  children: ReactNode;
}

/** Renders its children with what they need already there. */
export async function Prefetch({ load, children }: PrefetchProps) {
  const queryClient = requestQueryClient();
  await Promise.all(load(await serverApi(), queryClient));
  return <Hydrated state={dehydrate(queryClient)}>{children}</Hydrated>;
}

/** Who is asking, straight from the gateway. @throws TRPCClientError when it does not answer. */
export async function whoAmI() {
  return (await requestClient()).auth.me.query();
}
