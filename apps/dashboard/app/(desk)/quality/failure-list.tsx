import { ScanSearch, X } from 'lucide-react';
import { EmptyState } from '@/components/empty-state.tsx';
import { Pager } from '@/components/pager.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Card, CardHeader } from '@/components/ui/card.tsx';
import { cn } from '@/lib/class-names.ts';
import { pageOfGroups } from '@/lib/quality/group.ts';
import type { QualityFailure } from '@/lib/trpc/types.ts';
import { FailureLine } from './failure-line.tsx';

interface FailureListProps {
  page: { items: QualityFailure[]; next: number | null };
  code: string | null;
  /** Whether this is not the newest page. */
  older: boolean;
  /** Whether another page is on its way. */
  stale: boolean;
  onFilter: (code: string | null) => void;
  onPage: (before: number | null) => void;
}

export function FailureList({ page, code, older, stale, onFilter, onPage }: FailureListProps) {
  if (page.items.length === 0 && code === null && !older) {
    return (
      <EmptyState icon={ScanSearch} title="No vector has failed inspection">
        When one does, it stands here with what was measured, which call it belongs to and what to do about
        it.
      </EmptyState>
    );
  }
  const { groups, next } = pageOfGroups(page);
  return (
    <Card aria-labelledby="failures" aria-busy={stale}>
      <CardHeader
        id="failures"
        title="Findings"
        note="Newest first, over all time. What one call found on several inputs is one line."
        action={
          code === null ? undefined : (
            <Button size="sm" onClick={() => onFilter(null)}>
              <X aria-hidden />
              Only {code}
            </Button>
          )
        }
      />
      {page.items.length > 0 ? (
        <ol className={cn('border-t', stale && 'opacity-60')}>
          {groups.map((group) => (
            <FailureLine key={group.first.id} group={group} />
          ))}
        </ol>
      ) : (
        <p className="text-soft">There are none of this kind.</p>
      )}
      <Pager next={next} older={older} onPage={onPage} />
    </Card>
  );
}
