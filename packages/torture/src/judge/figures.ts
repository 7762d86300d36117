import type { ScenarioBudget } from '../scenario/budgets.ts';
import { CLOCKS_CHANGE } from '../scenario/scenario.ts';
import type { Evidence, Request } from './evidence.ts';
import { type Billed, headrooms, limitSpans, type WindowHeadroom } from './overshoot.ts';
import type { Records } from './records.ts';
import type { BudgetFigures, LoadFigures, Verdict } from './verdict.ts';

/** The load that the ledger admitted. */
export function ledgerFigures(evidence: Evidence): LoadFigures {
  const { requests, records, placementOf, course, scenario } = evidence;
  const billed = requests.flatMap((request) => billedOf(request, (id) => placementOf(id).at));
  const budgets = scenario.budgets.map((budget) =>
    budgetFigures(budget, headrooms(budget, limitSpans(budget, course), billed, evidence.labels), records),
  );
  return loadFigures(scenario.seconds, requests, records, budgets);
}

/** The load that counting afterwards admitted. Its one process saw one clock, so its own reading is where a request lies. */
export function naiveFigures(evidence: Evidence): LoadFigures | null {
  const { naiveRecords, naiveRequests, scenario } = evidence;
  if (!naiveRecords) return null;
  const billed = naiveRequests.flatMap((request) =>
    billedOf(request, (id) => naiveRecords.attempts.get(id)?.asked?.now ?? 0),
  );
  const budgets = scenario.budgets.map((budget) => {
    const fixed = [{ from: 0, to: Number.POSITIVE_INFINITY, nanoUsd: budget.limitNanoUsd }];
    return budgetFigures(budget, headrooms(budget, fixed, billed, evidence.labels), naiveRecords);
  });
  return loadFigures(scenario.naiveSeconds, naiveRequests, naiveRecords, budgets);
}

function billedOf({ journal, attempt }: Request, placedAt: (id: string) => number): Billed[] {
  if (!journal.billed || !attempt) return [];
  const { id, asked, heldAt, sentAt = 0 } = attempt;
  return [
    {
      id,
      nanoUsd: BigInt(journal.billedNanoUsd),
      scopes: asked?.scopes ?? [],
      placedAt: placedAt(id),
      askedAt: asked?.at ?? sentAt,
      heldAt: heldAt ?? sentAt,
    },
  ];
}

function budgetFigures(
  { id, scope, window }: ScenarioBudget,
  windows: readonly WindowHeadroom[],
  records: Records,
): BudgetFigures {
  const beyond = windows.map(({ leastNanoUsd }) => leastNanoUsd).filter((headroom) => headroom < 0n);
  return {
    id,
    scope,
    window,
    windows: windows.length,
    refusals: records.refusals.get(id) ?? 0,
    leastHeadroomNanoUsd: String(least(windows.map(({ leastNanoUsd }) => leastNanoUsd))),
    overshootNanoUsd: String(-beyond.reduce((sum, headroom) => sum + headroom, 0n)),
    overshotWindows: beyond.length,
    mostUsedPercent: Math.max(0, ...windows.map(usedPercent)),
  };
}

function usedPercent({ leastNanoUsd, limitNanoUsd }: WindowHeadroom): number {
  return Math.round((Number(limitNanoUsd - leastNanoUsd) / Number(limitNanoUsd)) * 1000) / 10;
}

function loadFigures(
  seconds: number,
  requests: readonly Request[],
  records: Records,
  budgets: BudgetFigures[],
): LoadFigures {
  const billed = requests.filter(({ journal }) => journal.billed);
  const leastHeadroom = least(
    budgets.filter(({ windows }) => windows > 0).map((budget) => BigInt(budget.leastHeadroomNanoUsd)),
  );
  return {
    seconds,
    holds: records.holds,
    requests: requests.length,
    billedRequests: billed.length,
    billedTokens: billed.reduce((sum, { journal }) => sum + journal.billedTokens, 0),
    billedNanoUsd: String(billed.reduce((sum, { journal }) => sum + BigInt(journal.billedNanoUsd), 0n)),
    overshootNanoUsd: String(budgets.reduce((sum, budget) => sum + BigInt(budget.overshootNanoUsd), 0n)),
    overshotWindows: budgets.reduce((sum, { overshotWindows }) => sum + overshotWindows, 0),
    mostUsedPercent: Math.max(...budgets.map(({ mostUsedPercent }) => mostUsedPercent)),
    leastHeadroomNanoUsd: String(leastHeadroom),
    refusals: [...records.refusals.values()].reduce((sum, count) => sum + count, 0),
    mostInFlight: records.mostInFlight(),
    budgets,
  };
}

function least(amounts: readonly bigint[]): bigint {
  let low = amounts[0] ?? 0n;
  for (const amount of amounts) if (amount < low) low = amount;
  return low;
}

/** What is in doubt, beside the truth of it. */
export function uncertainFigures({ lines, requests }: Evidence): Verdict['uncertain'] {
  const uncertain = [...lines.values()].filter(({ state }) => state === 'uncertain');
  const billed = requests.filter(({ line }) => line?.state === 'uncertain');
  return {
    entries: uncertain.length,
    nanoUsd: String(uncertain.reduce((sum, { heldNanoUsd }) => sum + heldNanoUsd, 0n)),
    billedNanoUsd: String(billed.reduce((sum, { journal }) => sum + BigInt(journal.billedNanoUsd), 0n)),
    crashed: uncertain.filter(({ errorCode }) => errorCode === 'CRASHED').length,
  };
}

/** What was done to the processes and to their clock. */
export function courseFigures({ course }: Evidence) {
  const kills = course.flatMap((line) => (line.e === 'kill' ? [line] : []));
  const clock = course.flatMap((line) => (line.e === 'clock' && !line.back ? [new Date(line.at)] : []));
  const edges = (length: number) => {
    const names = clock.map((at) => at.toISOString().slice(0, length));
    return names.filter((name, index) => index > 0 && name !== names[index - 1]).length;
  };
  const passed = clock.some((at) => at.getTime() >= CLOCKS_CHANGE);
  const clockChanges = passed && clock.some((at) => at.getTime() < CLOCKS_CHANGE) ? 1 : 0;
  return {
    kills: kills.length,
    killedInFlight: kills.reduce((sum, { inFlight }) => sum + inFlight, 0),
    edges: { hours: edges(13), days: edges(10), months: edges(7), clockChanges },
    setBack: course.filter((line) => line.e === 'clock' && line.back).length,
  };
}
