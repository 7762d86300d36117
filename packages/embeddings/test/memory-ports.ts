import { BudgetExceededError } from '../src/errors/money.ts';
import type { NanoUsd } from '../src/money.ts';
import type { AttemptOutcome, FreeEntry, HoldRequest, Ledger } from '../src/ports/ledger.ts';
import type { QualityRecorder, QualityReport } from '../src/ports/quality.ts';
import type { RecallEntry, RecallScope, RecallStore } from '../src/ports/recall.ts';

type State = 'held' | AttemptOutcome['state'];

/** A ledger of one global limit in memory, which shows every hold with how it was closed. The real one is in packages/db. */
export class MemoryLedger implements Ledger {
  readonly entries = new Map<string, { hold: HoldRequest; state: State; outcome?: AttemptOutcome }>();
  readonly free: FreeEntry[] = [];
  limit: NanoUsd = 1_000_000_000_000n;
  /** Thrown by the next hold, once. */
  failure: Error | undefined;

  async hold(requests: readonly HoldRequest[]): Promise<void> {
    if (this.failure) {
      const failure = this.failure;
      this.failure = undefined;
      throw failure;
    }
    const asked = requests.reduce((sum, request) => sum + request.nanoUsd, 0n);
    if (this.taken + asked > this.limit) {
      throw new BudgetExceededError({
        budgetId: 'memory',
        scope: 'global',
        window: 'total',
        windowStart: new Date(0).toISOString(),
        resetsAt: null,
        limitNanoUsd: this.limit.toString(),
        settledNanoUsd: this.sum('settled').toString(),
        heldNanoUsd: this.sum('held').toString(),
        uncertainNanoUsd: this.sum('uncertain').toString(),
        askedNanoUsd: asked.toString(),
        roomNanoUsd: String(this.limit - this.taken),
        limit: '',
        asked: '',
        left: '',
      });
    }
    for (const hold of requests) this.entries.set(hold.id, { hold, state: 'held' });
  }

  async close(outcomes: readonly AttemptOutcome[]): Promise<void> {
    for (const outcome of outcomes) {
      const entry = this.entries.get(outcome.id);
      if (!entry) throw new Error(`closing an attempt that was never held: ${outcome.id}`);
      if (entry.state !== 'held') throw new Error(`closing ${outcome.id} twice`);
      entry.state = outcome.state;
      entry.outcome = outcome;
    }
  }

  async post(entries: readonly FreeEntry[]): Promise<void> {
    this.free.push(...entries);
  }

  async drained(): Promise<void> {}

  states(): State[] {
    return [...this.entries.values()].map((entry) => entry.state);
  }

  get taken(): NanoUsd {
    return this.sum('settled') + this.sum('held') + this.sum('uncertain');
  }

  sum(state: State): NanoUsd {
    let sum = 0n;
    for (const entry of this.entries.values()) {
      if (entry.state !== state) continue;
      sum += entry.outcome?.state === 'settled' ? entry.outcome.nanoUsd : entry.hold.nanoUsd;
    }
    return sum;
  }

  get settledTokens(): number {
    let sum = 0;
    for (const { outcome } of this.entries.values()) {
      if (outcome?.state === 'settled') sum += outcome.tokens;
    }
    return sum;
  }
}

export class MemoryRecall implements RecallStore {
  readonly kept = new Map<string, Omit<RecallEntry, 'key'>>();

  async getMany(scope: RecallScope, keys: readonly Uint8Array[]) {
    return keys.map((key) => this.kept.get(name(scope, key)));
  }

  async putMany(scope: RecallScope, entries: readonly RecallEntry[]): Promise<void> {
    for (const { key, vector, tokens } of entries) {
      if (!this.kept.has(name(scope, key)))
        this.kept.set(name(scope, key), { vector: vector.slice(), tokens });
    }
  }

  async stats() {
    return { entries: this.kept.size, bytes: 0, maxBytes: 0 };
  }
}

function name(scope: RecallScope, key: Uint8Array): string {
  return `${scope.pool}|${scope.space}|${scope.partition}|${Buffer.from(key).toString('hex')}`;
}

export class MemoryQuality implements QualityRecorder {
  readonly reports: QualityReport[] = [];
  async record(reports: readonly QualityReport[]): Promise<void> {
    this.reports.push(...reports);
  }
}
