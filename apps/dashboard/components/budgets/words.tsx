import { CircleCheck, CircleSlash, TriangleAlert } from 'lucide-react';
import { Badge } from '@/components/ui/badge.tsx';
import type { Budget } from '@/lib/trpc/types.ts';

/** How a budget's window reads after its scope: "Everything each day". */
export const BUDGET_WINDOWS: Readonly<Record<Budget['window'], string>> = {
  hour: 'each hour',
  day: 'each day',
  week: 'each week',
  month: 'each month',
  total: 'in total',
};

const LEVELS = {
  ok: { tone: 'good', word: 'ok', icon: CircleCheck },
  warning: { tone: 'warn', word: 'nearly used', icon: TriangleAlert },
  exhausted: { tone: 'bad', word: 'exhausted', icon: CircleSlash },
} as const;

export function LevelBadge({ level }: { level: Budget['level'] }) {
  const { tone, word, icon: Icon } = LEVELS[level];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {word}
    </Badge>
  );
}
