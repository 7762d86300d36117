'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { useTRPC } from '@/lib/trpc/client.ts';

/** Changes a provider's settings; refreshes what shows them. */
export function useConfigure(done: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  return useMutation(
    trpc.providers.configure.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.providers.pathFilter());
        void queryClient.invalidateQueries(trpc.audit.pathFilter());
        toast.success(done);
      },
    }),
  );
}
