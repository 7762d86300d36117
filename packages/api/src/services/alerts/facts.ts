import type { BudgetStatus, Forecast } from '@weighbridge/embeddings';
import { instant, instantOrNull } from '../../presenters/instant.ts';
import type { Finding } from './rules/finding.ts';

type Facts = Record<string, unknown>;

/** A finding as machines read it: amounts are decimal strings of nano-USD, instants ISO 8601 in UTC. No texts, no secrets. */
export function factsFor(finding: Finding, nameOf: (scope: string) => string): Facts {
  switch (finding.kind) {
    case 'threshold':
      return {
        thresholdPercent: finding.percent,
        ...budgetFacts(finding.budget, nameOf),
        forecast: finding.forecast ? forecastFacts(finding.forecast) : null,
      };
    case 'forecast':
      return { ...budgetFacts(finding.budget, nameOf), forecast: forecastFacts(finding.forecast) };
    case 'uncertain':
      return finding.budget === null
        ? { uncertainNanoUsd: String(finding.nanoUsd), boundNanoUsd: String(finding.bound) }
        : { thresholdPercent: finding.percent, ...budgetFacts(finding.budget, nameOf) };
    case 'overrun':
      return {
        day: instant(finding.day).slice(0, 10),
        overrunNanoUsd: String(finding.by.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0n)),
        by: finding.by.map((part) => ({ ...part, nanoUsd: String(part.nanoUsd) })),
      };
    default:
      return {
        gapId: finding.gap.id,
        from: instant(finding.gap.from),
        to: instant(finding.gap.to),
        cause: finding.gap.cause,
      };
  }
}

function budgetFacts(budget: BudgetStatus, nameOf: (scope: string) => string): Facts {
  const { id, scope, window, timeZone, resetTime } = budget;
  return {
    budget: { id, scope, name: nameOf(scope), window, timeZone, resetTime },
    windowStart: instant(budget.windowStart),
    resetsAt: instantOrNull(budget.resetsAt),
    limitNanoUsd: String(budget.limitNanoUsd),
    settledNanoUsd: String(budget.settledNanoUsd),
    heldNanoUsd: String(budget.heldNanoUsd),
    uncertainNanoUsd: String(budget.uncertainNanoUsd),
  };
}

function forecastFacts({ expected, low, high, runsOutAt, daysMeasured }: Forecast): Facts {
  return {
    expectedNanoUsd: String(expected),
    lowNanoUsd: String(low),
    highNanoUsd: String(high),
    runsOutAt: instantOrNull(runsOutAt),
    daysMeasured,
  };
}
