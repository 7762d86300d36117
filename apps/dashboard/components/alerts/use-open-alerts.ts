import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '@/lib/trpc/client.ts';

/** How many alerts nobody has acknowledged; undefined while that is being asked. */
export function useOpenAlerts() {
  const trpc = useTRPC();
  return useQuery(trpc.alerts.open.queryOptions()).data;
}
