import type { CourseLine } from '../record/lines.ts';
import type { ScenarioBudget } from '../scenario/budgets.ts';
import type { WindowLabels } from './window-label.ts';

/** A billed request, with where its hold lies. */
export interface Billed {
  id: string;
  nanoUsd: bigint;
  scopes: readonly string[];
  /** Virtual time of its hold. */
  placedAt: number;
  /** Instants at which the hold was asked for and acknowledged. */
  askedAt: number;
  heldAt: number;
}

/** A limit from the instant it was asked for until the next one was in force for certain. */
interface LimitSpan {
  from: number;
  to: number;
  nanoUsd: bigint;
}

/** How near a window came to its limit: the least of limit less billed, at any moment, and the limit at that moment. */
export interface WindowHeadroom {
  label: string;
  leastNanoUsd: bigint;
  limitNanoUsd: bigint;
}

/** The limits of one budget over a run. */
export function limitSpans(budget: ScenarioBudget, course: readonly CourseLine[]): LimitSpan[] {
  const changes = course.filter((line) => line.e === 'limit' && line.budget === budget.id) as Extract<
    CourseLine,
    { e: 'limit' }
  >[];
  return changes.map(({ asked, nano }, at) => ({
    from: asked,
    to: changes[at + 1]?.t ?? Number.POSITIVE_INFINITY,
    nanoUsd: BigInt(nano),
  }));
}

/**
 * Each window's headroom by the truth. At each hold, what was billed of all holds up to then must fit the highest limit
 * that was in force since the window's first.
 */
export function headrooms(
  budget: ScenarioBudget,
  spans: readonly LimitSpan[],
  billed: readonly Billed[],
  labels: WindowLabels,
): WindowHeadroom[] {
  const inScope = billed.filter(({ scopes }) => scopes.includes(budget.scope));
  const windows = Map.groupBy(inScope, ({ placedAt }) => labels.of(budget, placedAt));
  return [...windows].map(([label, entries]) => ({ label, ...leastHeadroom(entries, spans) }));
}

function leastHeadroom(
  entries: readonly Billed[],
  spans: readonly LimitSpan[],
): Omit<WindowHeadroom, 'label'> {
  const first = Math.min(...entries.map(({ askedAt }) => askedAt));
  const sinceFirst = spans.filter(({ to }) => to >= first);
  let sum = 0n;
  let least: Omit<WindowHeadroom, 'label'> | undefined;
  for (const { nanoUsd, heldAt } of [...entries].sort((a, b) => a.heldAt - b.heldAt)) {
    sum += nanoUsd;
    let limit = 0n;
    for (const span of sinceFirst) if (span.from <= heldAt && span.nanoUsd > limit) limit = span.nanoUsd;
    const headroom = limit - sum;
    if (!least || headroom < least.leastNanoUsd) least = { leastNanoUsd: headroom, limitNanoUsd: limit };
  }
  return least ?? { leastNanoUsd: 0n, limitNanoUsd: 0n };
}
