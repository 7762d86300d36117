import type { LedgerLine } from '@weighbridge/db';
import type { CourseLine } from '../record/lines.ts';
import type { ScenarioBudget } from '../scenario/budgets.ts';
import type { Attempt, Records } from './records.ts';
import { RunningMaximum } from './running-maximum.ts';
import type { WindowLabels } from './window-label.ts';

/** Where in virtual time a hold was placed. */
export interface Placement {
  at: number;
  /** Whether the records alone leave a choice between two windows of some budget. */
  nearAnEdge: boolean;
}

/**
 * Finds the time of each hold from the processes' own records. The ledger's time is the caller's clock, but never goes
 * back: so it lies at or after the caller's reading and every reading that a hold acknowledged before had, and at or
 * before the latest time that anybody had been told. Within these bounds, and only there, the ledger's word is taken.
 */
export class Placements {
  readonly #told: RunningMaximum;
  readonly #placed: RunningMaximum;
  readonly #budgets: readonly ScenarioBudget[];
  readonly #labels: WindowLabels;

  constructor(
    records: Records,
    course: readonly CourseLine[],
    budgets: readonly ScenarioBudget[],
    labels: WindowLabels,
  ) {
    this.#told = new RunningMaximum(
      course.flatMap((line) => (line.e === 'clock' ? [{ t: line.t, value: line.at }] : [])),
    );
    this.#placed = new RunningMaximum(
      [...records.attempts.values()].flatMap(({ asked, heldAt }) =>
        asked && heldAt !== undefined ? [{ t: heldAt, value: asked.now }] : [],
      ),
    );
    this.#budgets = budgets;
    this.#labels = labels;
  }

  bounds({ asked, heldAt }: Attempt): { from: number; to: number } | undefined {
    if (!asked) return undefined;
    return {
      from: Math.max(asked.now, this.#placed.upTo(asked.at - 1)),
      to: this.#told.upTo(heldAt ?? Number.POSITIVE_INFINITY),
    };
  }

  /** Falls back on the clock at sending for what was never held, which other checks report. */
  of(attempt: Attempt, line: LedgerLine | undefined): Placement {
    const bounds = this.bounds(attempt);
    if (!bounds) return { at: attempt.sentNow ?? 0, nearAnEdge: false };
    const { from, to } = bounds;
    const said = line?.placedAt ?? from;
    const nearAnEdge = this.#budgets.some(
      (budget) => this.#labels.of(budget, from) !== this.#labels.of(budget, to),
    );
    return { at: Math.min(Math.max(said, from), to), nearAnEdge };
  }
}
