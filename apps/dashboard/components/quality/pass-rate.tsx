import { Dial } from '@/components/scale/dial.tsx';
import { formatShare } from '@/lib/format/quantity.ts';

/** The share of vectors that passed inspection, on the dial; at rest while none was inspected. */
export function PassRate({ passRate }: { passRate: number | null }) {
  if (passRate === null) return <Dial share={null} reading="–" label="Pass rate" tone="good" />;
  return (
    <Dial
      share={passRate}
      reading={formatShare(passRate)}
      label="Pass rate"
      tone={passRate >= 0.999 ? 'good' : passRate >= 0.99 ? 'warn' : 'bad'}
    />
  );
}
