import {
  heldBeforeSent,
  nothingHeld,
  placedAsAsked,
  releasedUnbilled,
  settledExactly,
} from './checks/attempts.ts';
import { noTrouble, worthIt } from './checks/conditions.ts';
import { paidOnce, textsPaidAgain } from './checks/paid-once.ts';
import { countersEqualEntries, sumsEqualEntries, truthWithin } from './checks/sums.ts';
import type { Evidence } from './evidence.ts';
import { courseFigures, ledgerFigures, naiveFigures, uncertainFigures } from './figures.ts';
import type { CheckName, CheckResult, LoadFigures, Verdict } from './verdict.ts';

const EXAMPLES = 5;

/** Whether the promises were kept, and the figures of the run. */
export function judge(evidence: Evidence): Verdict {
  const { scenario, records, placementOf } = evidence;
  const ledger = ledgerFigures(evidence);
  const found: Record<CheckName, string[]> = {
    overshoot: overshot(ledger),
    'held-before-sent': heldBeforeSent(evidence),
    'settled-exact': settledExactly(evidence),
    'released-unbilled': releasedUnbilled(evidence),
    'truth-within': truthWithin(evidence),
    'nothing-held': nothingHeld(evidence),
    counters: countersEqualEntries(evidence),
    rollups: sumsEqualEntries(evidence),
    placement: placedAsAsked(evidence),
    'paid-once': paidOnce(evidence),
    integrity: evidence.ledger.unsound,
    'no-trouble': noTrouble(evidence),
    'worth-it': worthIt(evidence, ledger),
  };
  const checks = (Object.entries(found) as [CheckName, string[]][]).map(
    ([name, violations]): CheckResult => ({
      name,
      passed: violations.length === 0,
      violations: violations.length,
      examples: violations.slice(0, EXAMPLES),
    }),
  );
  const placed = [...records.attempts.values()].filter(({ heldAt }) => heldAt !== undefined);
  return {
    passed: checks.every(({ passed }) => passed),
    checks,
    seed: scenario.seed,
    processes: scenario.processes,
    clients: scenario.clients,
    sabotage: scenario.sabotage,
    ledger,
    naive: naiveFigures(evidence),
    uncertain: uncertainFigures(evidence),
    ...courseFigures(evidence),
    nearAnEdge: placed.filter(({ id }) => placementOf(id).nearAnEdge).length,
    textsPaidAgain: textsPaidAgain(evidence),
  };
}

function overshot({ budgets }: LoadFigures): string[] {
  return budgets.flatMap(({ id, overshotWindows, overshootNanoUsd }) =>
    overshotWindows === 0
      ? []
      : [`${id} was billed ${overshootNanoUsd} nano-USD beyond its limit, in ${overshotWindows} windows`],
  );
}
