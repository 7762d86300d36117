'use client';

import { useQuery } from '@tanstack/react-query';
import { Unplug } from 'lucide-react';
import { useEffect } from 'react';
import { Wordmark } from '@/components/brand.tsx';
import { useTRPC } from '@/lib/trpc/client.ts';

/** The whole page while there is no gateway to ask. Looks every two seconds and carries on by itself. */
export function GatewayDown({ message }: { message: string }) {
  const trpc = useTRPC();
  const { isSuccess } = useQuery(trpc.auth.me.queryOptions(undefined, { refetchInterval: 2000 }));
  useEffect(() => {
    if (isSuccess) window.location.reload();
  }, [isSuccess]);
  return (
    <main className="grid min-h-dvh place-items-center p-6">
      <div className="max-w-lg">
        <Wordmark />
        <div role="alert" className="mt-8 rounded-plate border bg-plate p-6">
          <h1 className="flex items-center gap-2.5 font-semibold text-lg">
            <Unplug aria-hidden className="size-5 text-bad" />
            No gateway
          </h1>
          <p className="mt-2 text-pretty">{message}</p>
          <p className="mt-4 rounded-md bg-inset px-3 py-2 font-mono text-[13px]">pnpm start</p>
        </div>
        <p role="status" className="mt-4 text-soft">
          <span className="animate-breathe">Looking for it every two seconds.</span>
        </p>
      </div>
    </main>
  );
}
