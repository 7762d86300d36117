import { CircleSlash, Info, TriangleAlert } from 'lucide-react';
import { cn } from '@/lib/class-names.ts';
import type { Alert } from '@/lib/trpc/types.ts';

const ICONS = {
  critical: { Icon: CircleSlash, label: 'Critical', tone: 'text-bad' },
  warning: { Icon: TriangleAlert, label: 'Warning', tone: 'text-warn' },
  info: { Icon: Info, label: 'For information', tone: 'text-soft' },
} as const;

export function AlertIcon({ severity, className }: { severity: Alert['severity']; className?: string }) {
  const { Icon, label, tone } = ICONS[severity];
  return <Icon aria-label={label} className={cn('size-4.5 shrink-0', tone, className)} />;
}
