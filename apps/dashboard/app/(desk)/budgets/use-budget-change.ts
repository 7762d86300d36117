'use client';

import { useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useTRPC } from '@/lib/trpc/client.ts';

/** What every change of a budget ends with: fresh figures, a word, and the dialog closed. */
export function useBudgetChanged(): (message: string, close?: () => void) => Promise<void> {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return async (message, close = () => {}) => {
    await queryClient.invalidateQueries(trpc.budgets.pathFilter());
    void queryClient.invalidateQueries(trpc.audit.pathFilter());
    toast.success(message);
    close();
  };
}
