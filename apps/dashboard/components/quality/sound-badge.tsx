import { CircleCheck, CircleDashed, CircleX, TriangleAlert } from 'lucide-react';
import { Badge } from '@/components/ui/badge.tsx';
import type { QualitySummary } from '@/lib/trpc/types.ts';

/** Inspection in a word. */
export function SoundBadge({ summary: { passRate, warned, failed } }: { summary: QualitySummary }) {
  if (passRate === null) {
    return (
      <Badge>
        <CircleDashed aria-hidden />
        nothing inspected
      </Badge>
    );
  }
  if (failed > 0) {
    return (
      <Badge tone="bad">
        <CircleX aria-hidden />
        failures
      </Badge>
    );
  }
  return warned > 0 ? (
    <Badge tone="warn">
      <TriangleAlert aria-hidden />
      warnings
    </Badge>
  ) : (
    <Badge tone="good">
      <CircleCheck aria-hidden />
      sound
    </Badge>
  );
}
