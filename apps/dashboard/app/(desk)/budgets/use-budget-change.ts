'use client';

import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useTRPC } from '@/lib/trpc/client.ts';

/** What every change of a budget ends with: fresh figures and a word. */
export function useBudgetChanged(): (message: string) => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return async (message) => {
    await queryClient.invalidateQueries(trpc.budgets.pathFilter());
    void queryClient.invalidateQueries(trpc.audit.pathFilter());
    toast.success(message);
  };
}
