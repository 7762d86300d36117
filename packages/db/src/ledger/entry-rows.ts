import type { EntryContext, FreeEntry, HoldRequest, NanoUsd } from '@weighbridge/embeddings/domain';
import type { Connection } from '../files/connection.ts';
import type { LedgerLine } from '../ports/index.ts';
import type { AttemptFigures } from './contribution.ts';
import type { RollupKey } from './rollups.ts';
import type { Ending, OpenAttempt } from './transition.ts';

interface AttemptRow {
  seq: bigint;
  state: LedgerLine['state'];
  placed_at: bigint;
  project_id: string;
  key_id: string | null;
  tags: string | null;
  provider: string;
  model: string;
  inputs: bigint;
  held_nano_usd: bigint;
  settled_tokens: bigint;
  settled_nano_usd: bigint;
  overrun_nano_usd: bigint;
  error_code: string | null;
}

const INSERT = `
  INSERT INTO entries (id, kind, state, placed_at, closed_at, call_id, correlation_id, project_id, key_id, mode, provider,
    model, space, batch, attempt, inputs, held_tokens, held_nano_usd, settled_tokens, settled_nano_usd, overrun_nano_usd,
    would_have_nano_usd, usage, provider_request_id, duration_ms, error_code, owner, tags)`;

/** Spend that nobody can tell the project of. */
export const UNATTRIBUTED = {
  projectId: 'unattributed',
  keyId: null,
  tags: [],
  provider: 'unattributed',
  model: 'unattributed',
} as const;

/** The rows of `entries`, written by prepared statements: this is the way of every call. */
export class EntryRows {
  readonly #insertHold;
  readonly #insertFree;
  readonly #insertAdjustment;
  readonly #find;
  readonly #close;
  readonly #held;
  readonly #tag;

  constructor(connection: Connection) {
    this.#insertHold = connection.prepare(`${INSERT}
      VALUES (?, 'attempt', 'held', ?, NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, NULL, NULL, NULL, NULL, ?, ?)`);
    this.#insertFree = connection.prepare(`${INSERT}
      VALUES (?, ?, 'settled', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?, 0, 0, ?, 0, 0, ?, NULL, NULL, ?, NULL, ?, ?)`);
    this.#insertAdjustment = connection.prepare(`${INSERT}
      VALUES (?, 'adjustment', 'settled', ?, ?, ?, ?, ?, NULL, 'real', ?, ?, '', 0, 0, 0, 0, 0, 0, ?, 0, 0, NULL, NULL, NULL, NULL, ?, NULL)`);
    this.#find = connection
      .prepare<[string], AttemptRow>(`
        SELECT seq, state, placed_at, project_id, key_id, tags, provider, model, inputs, held_nano_usd, settled_tokens,
          settled_nano_usd, overrun_nano_usd, error_code
        FROM entries WHERE id = ? AND kind = 'attempt'`)
      .safeIntegers();
    this.#close = connection.prepare(`
      UPDATE entries SET state = ?, closed_at = ?, settled_tokens = ?, settled_nano_usd = ?, overrun_nano_usd = ?,
        usage = ?, provider_request_id = ?, duration_ms = ?, error_code = ?
      WHERE seq = ?`);
    this.#held = connection.prepare<[], { id: string; owner: string }>(
      "SELECT id, owner FROM entries WHERE state <> 'settled' AND state = 'held' ORDER BY seq",
    );
    this.#tag = connection.prepare<[string, number | bigint]>(
      'INSERT INTO entry_tags (tag, entry_seq) VALUES (?, ?)',
    );
  }

  #insertTags(seq: number | bigint, tags: readonly string[]): void {
    for (const tag of tags) this.#tag.run(tag, seq);
  }

  insertHold(request: HoldRequest, placedAt: number, owner: string): number | bigint {
    const { lastInsertRowid } = this.#insertHold.run(
      request.id,
      placedAt,
      ...contextOf(request),
      request.batch,
      request.attempt,
      request.inputs,
      request.tokens,
      request.nanoUsd,
      owner,
      tagsToText(request.tags),
    );
    this.#insertTags(lastInsertRowid, request.tags);
    return lastInsertRowid;
  }

  insertFree(entry: FreeEntry, placedAt: number, owner: string): void {
    const { lastInsertRowid } = this.#insertFree.run(
      entry.id,
      entry.kind,
      placedAt,
      placedAt,
      ...contextOf(entry),
      entry.inputs,
      entry.tokens,
      entry.wouldHaveNanoUsd,
      entry.durationMs,
      owner,
      tagsToText(entry.tags),
    );
    this.#insertTags(lastInsertRowid, entry.tags);
  }

  insertAdjustment(
    { id, correlationId, nanoUsd }: { id: string; correlationId: string; nanoUsd: NanoUsd },
    placedAt: number,
    owner: string,
  ): number | bigint {
    const { projectId, provider, model } = UNATTRIBUTED;
    return this.#insertAdjustment.run(
      id,
      placedAt,
      placedAt,
      id,
      correlationId,
      projectId,
      provider,
      model,
      nanoUsd,
      owner,
    ).lastInsertRowid;
  }

  findAttempt(id: string): (OpenAttempt & Omit<RollupKey, 'kind'>) | undefined {
    const row = this.#find.get(id);
    if (!row) return undefined;
    return {
      seq: row.seq,
      state: row.state,
      placedAt: Number(row.placed_at),
      projectId: row.project_id,
      keyId: row.key_id,
      tags: tagsFromText(row.tags),
      provider: row.provider,
      model: row.model,
      inputs: Number(row.inputs),
      heldNanoUsd: row.held_nano_usd,
      settledTokens: Number(row.settled_tokens),
      settledNanoUsd: row.settled_nano_usd,
      overrunNanoUsd: row.overrun_nano_usd,
      errorCode: row.error_code,
    };
  }

  closeAttempt(seq: bigint, outcome: Ending, figures: AttemptFigures, closedAt: number): void {
    this.#close.run(
      figures.state,
      closedAt,
      figures.settledTokens,
      figures.settledNanoUsd,
      figures.overrunNanoUsd,
      outcome.state === 'settled' ? outcome.usage : null,
      outcome.providerRequestId,
      outcome.durationMs,
      figures.errorCode,
      seq,
    );
  }

  /** Every attempt in flight, with the instance that placed it. */
  held(): { id: string; owner: string }[] {
    return this.#held.all();
  }
}

function tagsToText(tags: readonly string[]): string | null {
  return tags.length === 0 ? null : JSON.stringify(tags);
}

/** The tags of an entry's row. */
export function tagsFromText(text: string | null): string[] {
  return text === null ? [] : JSON.parse(text);
}

function contextOf(entry: EntryContext): (string | null)[] {
  return [
    entry.callId,
    entry.correlationId,
    entry.projectId,
    entry.keyId,
    entry.mode,
    entry.provider,
    entry.model,
    entry.space,
  ];
}
