import {
  ConflictError,
  type FreeEntry,
  type HoldRequest,
  type NanoUsd,
} from '@weighbridge/embeddings/domain';
import { BudgetRows } from '../budgets/rows.ts';
import type { Connection } from '../files/connection.ts';
import { sqliteCodeOf } from '../files/failure.ts';
import { Admission, type Pin } from './admission.ts';
import { assertAmount, assertCount } from './amounts.ts';
import { LedgerClock } from './clock.ts';
import { NOTHING } from './contribution.ts';
import { EntryRows, UNATTRIBUTED } from './entry-rows.ts';
import { Rollups } from './rollups.ts';
import { closing, type Ending, mayClose } from './transition.ts';

/** The ledger's writes. Each method runs within one write transaction (or savepoint), which makes it all or none. */
export class LedgerWriter {
  readonly #owner: string;
  readonly #clock: LedgerClock;
  readonly #admission: Admission;
  readonly #entries: EntryRows;
  readonly #rollups: Rollups;
  readonly #budgets: BudgetRows;
  readonly #pin;
  readonly #move;

  /** `owner` is the instance whose death makes its holds uncertain. */
  constructor(connection: Connection, owner: string) {
    this.#owner = owner;
    this.#clock = new LedgerClock(connection);
    this.#admission = new Admission(connection);
    this.#entries = new EntryRows(connection);
    this.#rollups = new Rollups(connection);
    this.#budgets = new BudgetRows(connection);
    this.#pin = connection.prepare<[number | bigint, string, number]>(
      'INSERT INTO entry_budgets (entry_seq, budget_id, window_start) VALUES (?, ?, ?)',
    );
    this.#move = connection.prepare<[NanoUsd, NanoUsd, NanoUsd, bigint]>(`
      UPDATE budget_windows SET
        settled_nano_usd = settled_nano_usd + ?,
        held_nano_usd = held_nano_usd + ?,
        uncertain_nano_usd = uncertain_nano_usd + ?
      FROM entry_budgets AS pin
      WHERE pin.entry_seq = ? AND budget_windows.budget_id = pin.budget_id
        AND budget_windows.window_start = pin.window_start`);
  }

  /**
   * Places all holds or none, at the later of `now` and the latest instant the ledger has seen.
   * @throws BudgetExceededError; LedgerGapError; ConflictError ENTRY_EXISTS when an id was used before
   */
  hold(requests: readonly HoldRequest[], now: number): void {
    if (requests.length === 0) return;
    for (const request of requests) {
      assertAmount('A hold', request.nanoUsd);
      assertCount('Tokens', request.tokens);
      assertCount('Inputs', request.inputs);
    }
    const placedAt = this.#clock.advance(now);
    const pins = this.#admission.reserve(requests, placedAt);
    for (const request of requests) {
      const seq = refusingDuplicates(request.id, () =>
        this.#entries.insertHold(request, placedAt, this.#owner),
      );
      for (const scope of new Set(request.scopes)) {
        for (const pin of pins.get(scope) ?? []) this.#pin.run(seq, pin.budgetId, pin.windowStart);
      }
    }
  }

  /**
   * Closes attempts in the windows they were pinned to. Never refused for money: what was metered beyond the hold counts
   * as settled and is recorded as an overrun. An unknown id is passed over, as a closed one is: a batch of outcomes must
   * not fail because one of them is late.
   */
  close(outcomes: readonly Ending[], now: number): void {
    for (const outcome of outcomes) {
      if (outcome.state !== 'settled') continue;
      assertAmount('A settlement', outcome.nanoUsd);
      assertCount('Tokens', outcome.tokens);
    }
    const closedAt = this.#clock.effective(now);
    for (const outcome of outcomes) {
      const attempt = this.#entries.findAttempt(outcome.id);
      if (!attempt || !mayClose(attempt.state, outcome.state)) continue;
      const { figures, windows, contribution } = closing(attempt, outcome);
      this.#entries.closeAttempt(attempt.seq, outcome, figures, closedAt);
      this.#move.run(windows.settled, windows.held, windows.uncertain, attempt.seq);
      this.#rollups.add({ ...attempt, kind: 'attempt' }, contribution);
    }
  }

  /** @throws ConflictError ENTRY_EXISTS when an id was used before */
  post(entries: readonly FreeEntry[], now: number): void {
    if (entries.length === 0) return;
    const placedAt = this.#clock.advance(now);
    for (const entry of entries) {
      assertAmount('A would-have cost', entry.wouldHaveNanoUsd);
      assertCount('Tokens', entry.tokens);
      assertCount('Inputs', entry.inputs);
      refusingDuplicates(entry.id, () => this.#entries.insertFree(entry, placedAt, this.#owner));
      this.#rollups.add(
        { ...entry, placedAt },
        {
          ...NOTHING,
          inputs: entry.inputs,
          tokens: entry.tokens,
          wouldHaveNanoUsd: entry.wouldHaveNanoUsd,
        },
      );
    }
  }

  /**
   * Counts spend that somebody entered by hand, as settled now, in the windows that are named.
   * @throws ConflictError ENTRY_EXISTS when the id was used before
   */
  adjust(
    adjustment: { id: string; correlationId: string; nanoUsd: NanoUsd },
    pins: readonly Pin[],
    now: number,
  ): void {
    const placedAt = this.#clock.advance(now);
    const seq = refusingDuplicates(adjustment.id, () =>
      this.#entries.insertAdjustment(adjustment, placedAt, this.#owner),
    );
    for (const { budgetId, windowStart } of pins) {
      this.#budgets.openWindow(budgetId, windowStart);
      this.#pin.run(seq, budgetId, windowStart);
    }
    this.#move.run(adjustment.nanoUsd, 0n, 0n, BigInt(seq));
    this.#rollups.add(
      { ...UNATTRIBUTED, kind: 'adjustment', placedAt },
      { ...NOTHING, nanoUsd: adjustment.nanoUsd },
    );
  }

  /** Makes uncertain every hold whose owner is not alive; its attempt may have been billed. Answers how many. */
  recover(alive: ReadonlySet<string>, now: number): number {
    const orphans = this.#entries.held().filter((entry) => !alive.has(entry.owner));
    this.close(
      orphans.map(({ id }) => ({
        id,
        state: 'uncertain' as const,
        providerRequestId: null,
        durationMs: null,
        errorCode: 'CRASHED',
      })),
      now,
    );
    return orphans.length;
  }
}

function refusingDuplicates<T>(id: string, insert: () => T): T {
  try {
    return insert();
  } catch (error) {
    if (sqliteCodeOf(error) !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
    throw new ConflictError(
      'ENTRY_EXISTS',
      `The ledger already has an entry "${id}". Give every attempt an id of its own.`,
      { id },
    );
  }
}
