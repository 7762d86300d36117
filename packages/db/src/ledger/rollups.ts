import type { Connection } from '../files/connection.ts';
import type { LedgerLine } from '../ports/index.ts';
import { type Contribution, isNothing } from './contribution.ts';
import { floorTo, QUARTER_MS, SPANS } from './spans.ts';

export interface RollupKey {
  placedAt: number;
  projectId: string;
  provider: string;
  model: string;
  kind: LedgerLine['kind'];
}

/** Keeps the sums in step with the entries, within the transaction that changes an entry. */
export class Rollups {
  readonly #add;

  constructor(connection: Connection) {
    this.#add = connection.prepare(`
      INSERT INTO spend_rollups (span, start, project_id, provider, model, kind, requests, failed_attempts, inputs, tokens,
        nano_usd, would_have_nano_usd, overrun_nano_usd)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET
        requests = requests + excluded.requests,
        failed_attempts = failed_attempts + excluded.failed_attempts,
        inputs = inputs + excluded.inputs,
        tokens = tokens + excluded.tokens,
        nano_usd = nano_usd + excluded.nano_usd,
        would_have_nano_usd = would_have_nano_usd + excluded.would_have_nano_usd,
        overrun_nano_usd = overrun_nano_usd + excluded.overrun_nano_usd`);
  }

  add(key: RollupKey, change: Contribution): void {
    if (isNothing(change)) return;
    for (const span of SPANS) {
      const isFine = span === QUARTER_MS;
      this.#add.run(
        span,
        floorTo(span, key.placedAt),
        key.projectId,
        isFine ? key.provider : '',
        isFine ? key.model : '',
        key.kind,
        change.requests,
        change.failedAttempts,
        change.inputs,
        change.tokens,
        change.nanoUsd,
        change.wouldHaveNanoUsd,
        change.overrunNanoUsd,
      );
    }
  }
}
