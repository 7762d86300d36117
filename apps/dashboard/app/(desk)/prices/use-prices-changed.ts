'use client';

import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useTRPC } from '@/lib/trpc/client.ts';

/** What every change of a price or a model ends with. */
export function usePricesChanged(): (message: string) => Promise<void> {
  const trpc = useTRPC();
  const client = useQueryClient();
  return async (message) => {
    await Promise.all(
      [trpc.models, trpc.prices].map((router) => client.invalidateQueries(router.pathFilter())),
    );
    for (const router of [trpc.audit, trpc.system]) void client.invalidateQueries(router.pathFilter());
    toast.success(message);
  };
}
