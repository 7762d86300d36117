import type { Connection } from '../files/connection.ts';
import type { CallCount, CallFilter } from '../ports/index.ts';
import { SeqRanges } from './seq-ranges.ts';

/** How many calls there were and what they weighed, whoever answered them. */
export class CallCounts {
  readonly #ranges: SeqRanges;
  readonly #count;

  constructor(connection: Connection) {
    this.#ranges = new SeqRanges(connection);
    // A call's first attempts have what was asked for; later ones ask for some of it again.
    this.#count = connection.prepare<
      [{ seq: number; stepMs: number; projectId: string | null; keyId: string | null }],
      CallCount
    >(`
      SELECT at - at % @stepMs AS at, count(*) AS calls, sum(tokens) AS tokens
      FROM (
        SELECT min(placed_at) AS at,
          sum(CASE WHEN kind <> 'attempt' THEN settled_tokens WHEN attempt = 1 THEN held_tokens ELSE 0 END) AS tokens
        FROM entries
        WHERE seq >= @seq AND kind NOT IN ('truncated', 'adjustment')
          AND (@projectId IS NULL OR +project_id = @projectId) AND (@keyId IS NULL OR +key_id = @keyId)
        GROUP BY call_id
      )
      GROUP BY 1 ORDER BY 1`);
  }

  since({ from, stepMs, projectId, keyId }: CallFilter): CallCount[] {
    const seq = this.#ranges.firstFrom(from);
    return this.#count.all({ seq, stepMs, projectId: projectId ?? null, keyId: keyId ?? null });
  }
}
