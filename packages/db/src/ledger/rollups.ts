import type { EntryKind } from '@weighbridge/embeddings/domain';
import type { Connection } from '../files/connection.ts';
import { type Contribution, isNothing } from './contribution.ts';
import { floorTo, SPANS } from './spans.ts';

export interface RollupKey {
  placedAt: number;
  projectId: string;
  keyId: string | null;
  tags: readonly string[];
  provider: string;
  model: string;
  kind: EntryKind;
}

/** What an entry's sums are kept under besides its project, provider and model. */
export function labelsOf(key: Pick<RollupKey, 'keyId' | 'tags'>): string[] {
  return [...(key.keyId === null ? [] : [`key:${key.keyId}`]), ...key.tags.map((tag) => `tag:${tag}`)];
}

/** Keeps the sums in step with the entries, within the transaction that changes an entry. */
export class Rollups {
  readonly #add;
  readonly #addToLabel;

  constructor(connection: Connection) {
    this.#add = connection.prepare(adding('spend_rollups', ''));
    this.#addToLabel = connection.prepare(adding('label_rollups', 'label, '));
  }

  add(key: RollupKey, change: Contribution): void {
    if (isNothing(change)) return;
    const labels = labelsOf(key);
    for (const span of SPANS) {
      const row = [
        span,
        floorTo(span, key.placedAt),
        key.projectId,
        key.provider,
        key.model,
        key.kind,
        change.requests,
        change.failedAttempts,
        change.inputs,
        change.tokens,
        change.nanoUsd,
        change.wouldHaveNanoUsd,
        change.overrunNanoUsd,
      ];
      this.#add.run(...row);
      for (const label of labels) this.#addToLabel.run(label, ...row);
    }
  }
}

function adding(table: string, label: string): string {
  return `
    INSERT INTO ${table} (${label}span, start, project_id, provider, model, kind, requests, failed_attempts, inputs,
      tokens, nano_usd, would_have_nano_usd, overrun_nano_usd)
    VALUES (${label === '' ? '' : '?, '}?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET
      requests = requests + excluded.requests,
      failed_attempts = failed_attempts + excluded.failed_attempts,
      inputs = inputs + excluded.inputs,
      tokens = tokens + excluded.tokens,
      nano_usd = nano_usd + excluded.nano_usd,
      would_have_nano_usd = would_have_nano_usd + excluded.would_have_nano_usd,
      overrun_nano_usd = overrun_nano_usd + excluded.overrun_nano_usd`;
}
