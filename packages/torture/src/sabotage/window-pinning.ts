import { join } from 'node:path';
import { type Budget, windowAt } from '@weighbridge/embeddings';
import Database from 'better-sqlite3';
import type { Sabotage } from './sabotage.ts';

interface Pin {
  seq: bigint;
  budget_id: string;
  window_start: bigint;
  settled_nano_usd: bigint;
}

/** What is settled counts in the window of that moment, not in the one that admitted it. */
export const windowPinning: Sabotage = {
  breaks: 'spend is counted in the window in which it is settled',
  caughtBy: 'counters',
  ledger: (ledger, { stores, dataDir, clock }) => {
    const mover = new Mover(join(dataDir, 'weighbridge.db'));
    return {
      hold: (requests) => ledger.hold(requests),
      async close(outcomes) {
        await ledger.close(outcomes);
        const budgets = await stores.budgets.list(clock.now());
        for (const { id, state } of outcomes) if (state === 'settled') mover.move(id, budgets, clock.now());
      },
      post: (entries) => ledger.post(entries),
      drained: () => ledger.drained(),
    };
  },
};

/** Writes past the ledger, into its tables. */
class Mover {
  readonly #database: Database.Database;
  readonly #pins;
  readonly #open;
  readonly #add;
  readonly #pin;

  constructor(path: string) {
    this.#database = new Database(path, { timeout: 10_000 });
    this.#pins = this.#database
      .prepare<[string], Pin>(`
        SELECT entries.seq, budget_id, window_start, settled_nano_usd
        FROM entries JOIN entry_budgets ON entry_seq = entries.seq WHERE entries.id = ?`)
      .safeIntegers();
    this.#open = this.#database.prepare(
      'INSERT INTO budget_windows VALUES (?, ?, 0, 0, 0, 0) ON CONFLICT DO NOTHING',
    );
    this.#add = this.#database.prepare(
      'UPDATE budget_windows SET settled_nano_usd = settled_nano_usd + ? WHERE budget_id = ? AND window_start = ?',
    );
    this.#pin = this.#database.prepare(
      'UPDATE entry_budgets SET window_start = ? WHERE entry_seq = ? AND budget_id = ?',
    );
  }

  move(id: string, budgets: readonly Budget[], at: number): void {
    const work = () => {
      for (const pin of this.#pins.all(id)) {
        const budget = budgets.find((candidate) => candidate.id === pin.budget_id);
        if (!budget) continue;
        const { start } = windowAt(budget, at);
        if (BigInt(start) <= pin.window_start) continue;
        this.#open.run(budget.id, start);
        this.#add.run(-pin.settled_nano_usd, budget.id, pin.window_start);
        this.#add.run(pin.settled_nano_usd, budget.id, start);
        this.#pin.run(start, pin.seq, budget.id);
      }
    };
    this.#database.transaction(work).immediate();
  }
}
