import { CircleX, TriangleAlert } from 'lucide-react';

export function SeverityIcon({ severity }: { severity: 'error' | 'warning' }) {
  return severity === 'error' ? (
    <CircleX aria-label="Error" className="size-4 shrink-0 text-bad" />
  ) : (
    <TriangleAlert aria-label="Warning" className="size-4 shrink-0 text-warn" />
  );
}
