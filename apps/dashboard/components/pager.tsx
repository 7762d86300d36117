import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Button } from '@/components/ui/button.tsx';

interface PagerProps {
  /** Where the next older page begins; null at the end. */
  next: number | null;
  /** Whether this is not the newest page. */
  older: boolean;
  onPage: (before: number | null) => void;
}

/** Steps through a log, newest first. The browser's own back button steps, too. */
export function Pager({ next, older, onPage }: PagerProps) {
  if (next === null && !older) return null;
  return (
    <nav aria-label="Pages of the list" className="mt-4 flex justify-between gap-3">
      <Button size="sm" disabled={!older} onClick={() => onPage(null)}>
        <ChevronLeft aria-hidden />
        Newest
      </Button>
      <Button size="sm" disabled={next === null} onClick={() => onPage(next)}>
        Older
        <ChevronRight aria-hidden />
      </Button>
    </nav>
  );
}
