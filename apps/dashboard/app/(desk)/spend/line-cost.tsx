import { formatUsd, formatUsdExact } from '@/lib/format/money.ts';
import type { LedgerLine } from '@/lib/trpc/types.ts';

/** What a line cost, or holds, or would have cost; the title says which and exactly. */
export function LineCost({
  line,
}: {
  line: Pick<LedgerLine, 'kind' | 'state' | 'settledNanoUsd' | 'heldNanoUsd' | 'wouldHaveNanoUsd'>;
}) {
  if (line.kind !== 'attempt' && line.kind !== 'adjustment') {
    return (
      <span className="text-soft" title={`Would have cost ${formatUsdExact(line.wouldHaveNanoUsd)}`}>
        ({formatUsd(line.wouldHaveNanoUsd)})
      </span>
    );
  }
  if (line.state === 'settled') {
    return (
      <span title={`Settled at ${formatUsdExact(line.settledNanoUsd)}`}>
        {formatUsd(line.settledNanoUsd)}
      </span>
    );
  }
  if (line.state === 'released') {
    return (
      <span className="text-soft line-through" title={`Held ${formatUsdExact(line.heldNanoUsd)}, and freed`}>
        {formatUsd(line.heldNanoUsd)}
      </span>
    );
  }
  return (
    <span
      className={line.state === 'uncertain' ? 'text-warn' : 'text-mode'}
      title={`Holds ${formatUsdExact(line.heldNanoUsd)}`}
    >
      {formatUsd(line.heldNanoUsd)}
    </span>
  );
}
