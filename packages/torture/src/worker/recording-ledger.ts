import type { AttemptOutcome, FreeEntry, HoldRequest, Ledger, Urgency } from '@weighbridge/embeddings';
import { BudgetExceededError } from '@weighbridge/embeddings';
import type { WorkerLine } from '../record/lines.ts';
import { instant, type RecordFile } from '../record/record.ts';

/** Writes down what is asked of the real ledger and what it placed. A sabotage stands in front of it, never behind. */
export class RecordingLedger implements Ledger {
  readonly #ledger: Ledger;
  readonly #record: RecordFile<WorkerLine>;
  readonly #clock: { now(): number };

  constructor(ledger: Ledger, record: RecordFile<WorkerLine>, clock: { now(): number }) {
    this.#ledger = ledger;
    this.#record = record;
    this.#clock = clock;
  }

  async hold(requests: readonly HoldRequest[]): Promise<void> {
    const [first] = requests;
    if (!first) return;
    this.#record.write({
      e: 'ask',
      t: instant(),
      now: this.#clock.now(),
      call: first.correlationId,
      scopes: first.scopes,
      holds: requests.map(({ id, tokens, nanoUsd }) => ({ id, tokens, nano: String(nanoUsd) })),
    });
    // The ledger reads the same clock before anything else can move it.
    await this.#ledger.hold(requests);
    this.#record.write({ e: 'held', t: instant(), ids: requests.map(({ id }) => id) });
  }

  close(outcomes: readonly AttemptOutcome[], when?: Urgency): Promise<void> {
    return this.#ledger.close(outcomes, when);
  }

  post(entries: readonly FreeEntry[]): Promise<void> {
    return this.#ledger.post(entries);
  }

  drained(): Promise<void> {
    return this.#ledger.drained();
  }
}

/** What clients meet: refusals are written down here, in front of everything. */
export function recordingRefusals(ledger: Ledger, record: RecordFile<WorkerLine>): Ledger {
  return {
    async hold(requests) {
      try {
        await ledger.hold(requests);
      } catch (error) {
        if (error instanceof BudgetExceededError) {
          record.write({ e: 'refused', t: instant(), budget: String(error.facts.budgetId) });
        }
        throw error;
      }
    },
    close: (outcomes, when) => ledger.close(outcomes, when),
    post: (entries) => ledger.post(entries),
    drained: () => ledger.drained(),
  };
}
