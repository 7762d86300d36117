import { useQuery } from '@tanstack/react-query';
import { CopyButton } from '@/components/copy-button.tsx';
import { QueryError } from '@/components/query/query-error.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Dialog, DialogActions, DialogContent } from '@/components/ui/dialog.tsx';
import { Skeleton } from '@/components/ui/skeleton.tsx';
import { callsOf } from '@/lib/spend/attempts.ts';
import { useTRPC } from '@/lib/trpc/client.ts';
import { CallStory } from './call-story.tsx';

interface FollowProps {
  /** Whose story is open; null for nobody's. */
  correlationId: string | null;
  onClose: () => void;
  onNarrow: (correlationId: string) => void;
}

/** More lines than a story is told in. */
const MOST = 200;

/** Everything that one correlation id did: its calls, and their holds, retries and outcomes in order. */
export function Follow({ correlationId, onClose, onNarrow }: FollowProps) {
  const trpc = useTRPC();
  const lines = useQuery({
    ...trpc.spend.ledger.queryOptions({ correlationId: correlationId ?? '-', limit: MOST }),
    enabled: correlationId !== null,
  });
  const calls = lines.data && callsOf(lines.data.items);
  return (
    <Dialog open={correlationId !== null} onOpenChange={(open) => (open ? undefined : onClose())}>
      {correlationId === null ? null : (
        <DialogContent
          title="What this call did"
          description={
            <span className="flex flex-wrap items-center gap-x-2 text-[13px]">
              Correlation id
              <span className="break-all font-mono text-ink text-xs">{correlationId}</span>
              <CopyButton text={correlationId} label="Copy the correlation id" />
            </span>
          }
          className="sm:w-[min(46rem,calc(100vw-2rem))]"
        >
          {calls ? (
            calls.length > 0 ? (
              <div className="grid gap-6">
                {calls.map((call) => (
                  <CallStory key={call.requestId} call={call} />
                ))}
                {lines.data?.cursor === null ? null : (
                  <p className="text-soft">There is more; show all of it in the table.</p>
                )}
              </div>
            ) : (
              <p className="text-soft">The ledger has nothing under this id.</p>
            )
          ) : lines.error ? (
            <QueryError what="call" error={lines.error} retry={() => void lines.refetch()} />
          ) : (
            <Skeleton className="h-48" />
          )}
          <DialogActions>
            <Button onClick={() => onNarrow(correlationId)}>Show only this in the table</Button>
          </DialogActions>
        </DialogContent>
      )}
    </Dialog>
  );
}
