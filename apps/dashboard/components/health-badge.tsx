import { CircleCheck, CircleDashed, CircleX, TriangleAlert } from 'lucide-react';
import { Badge } from '@/components/ui/badge.tsx';

const STATES = {
  healthy: { tone: 'good', word: 'healthy', icon: CircleCheck },
  degraded: { tone: 'warn', word: 'degraded', icon: TriangleAlert },
  down: { tone: 'bad', word: 'down', icon: CircleX },
  unknown: { tone: 'plain', word: 'not tried yet', icon: CircleDashed },
} as const;

export function HealthBadge({ state }: { state: keyof typeof STATES }) {
  const { tone, word, icon: Icon } = STATES[state];
  return (
    <Badge tone={tone}>
      <Icon aria-hidden />
      {word}
    </Badge>
  );
}
