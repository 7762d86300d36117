import type { Connection } from '../files/connection.ts';
import type { UncertainEffects, UncertainOpen } from '../ports/index.ts';

type Row = { budgetId: string; windowStart: bigint; nanoUsd: bigint };
type Total = { attempts: bigint; tokens: bigint; nanoUsd: bigint };

const CHOSEN = `state <> 'settled' AND state = 'uncertain' AND id IN (SELECT value FROM json_each(?))`;

/** What resolving uncertain attempts would move, before anybody does it. */
export class UncertainReader {
  readonly #total;
  readonly #windows;
  readonly #open;

  constructor(connection: Connection) {
    this.#total = connection
      .prepare<[string], Total>(`
        SELECT count(*) AS attempts, coalesce(sum(held_tokens), 0) AS tokens,
          coalesce(sum(held_nano_usd), 0) AS nanoUsd
        FROM entries WHERE ${CHOSEN}`)
      .safeIntegers();
    this.#windows = connection
      .prepare<[string], Row>(`
        SELECT pin.budget_id AS budgetId, pin.window_start AS windowStart, sum(held_nano_usd) AS nanoUsd
        FROM entries JOIN entry_budgets AS pin ON pin.entry_seq = entries.seq
        WHERE ${CHOSEN} GROUP BY 1, 2 ORDER BY 1, 2`)
      .safeIntegers();
    this.#open = connection
      .prepare<[number], Omit<Total, 'tokens'>>(`
        SELECT count(*) AS attempts, coalesce(sum(held_nano_usd), 0) AS nanoUsd
        FROM entries WHERE state <> 'settled' AND state = 'uncertain' AND placed_at >= ?`)
      .safeIntegers();
  }

  open(from: number): UncertainOpen {
    const open = this.#open.get(from);
    return { attempts: Number(open?.attempts ?? 0n), nanoUsd: open?.nanoUsd ?? 0n };
  }

  effects(ids: readonly string[]): UncertainEffects {
    const chosen = JSON.stringify(ids);
    const total = this.#total.get(chosen);
    return {
      attempts: Number(total?.attempts ?? 0n),
      tokens: Number(total?.tokens ?? 0n),
      nanoUsd: total?.nanoUsd ?? 0n,
      windows: this.#windows.all(chosen).map(({ budgetId, windowStart, nanoUsd }) => ({
        budgetId,
        windowStart: Number(windowStart),
        nanoUsd,
      })),
    };
  }
}
