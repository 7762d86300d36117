import { Instant } from '@/components/clock.tsx';
import { runsOutAt } from '@/lib/budget/select.ts';
import { formatUsd, formatUsdExact } from '@/lib/format/money.ts';
import type { Budget } from '@/lib/trpc/types.ts';

/** Fewer past days than this make the band a guess. */
const MEASURED = 3;

/** What the window comes to if spending goes on as before, and when the limit would be reached, unless it has been. */
export function ForecastLine({ budget }: { budget: Budget }) {
  const { forecast } = budget;
  const usedUpAt = runsOutAt(budget);
  if (!forecast) return null;
  const band = `${formatUsd(forecast.lowNanoUsd)} to ${formatUsd(forecast.highNanoUsd)}`;
  return (
    <p className="mt-3 text-[13px] text-soft">
      At this rate{' '}
      <span className="font-mono tabular-nums" title={formatUsdExact(forecast.expectedNanoUsd)}>
        {formatUsd(forecast.expectedNanoUsd)}
      </span>{' '}
      by the reset ({band}
      {forecast.daysMeasured < MEASURED ? ', a guess from few days' : ''}).
      {usedUpAt ? (
        <>
          {' '}
          Runs out <Instant at={usedUpAt} />.
        </>
      ) : null}
    </p>
  );
}
