import type { BillLine, LedgerDay, UncertainOfDay } from '@weighbridge/embeddings/domain';
import { and, count, desc, drizzle, eq, gte, lt } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import { EVERYTHING } from '../ledger/scopes.ts';
import { DAY_MS, floorTo } from '../ledger/spans.ts';
import type { BillImport, BillStatement } from '../ports/index.ts';
import { billImports, billLines } from '../schema/index.ts';
import { SeqRanges } from '../spend/seq-ranges.ts';
import { AnsweredSpaces } from './answered-spaces.ts';

interface Range {
  from: number;
  to: number;
  provider: string;
}

export class BillReader {
  readonly #connection: Connection;
  readonly #db;
  readonly #settled;
  readonly #uncertain;
  readonly #ranges: SeqRanges;
  readonly #answered: AnsweredSpaces;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#db = drizzle({ client: connection });
    this.#ranges = new SeqRanges(connection);
    this.#answered = new AnsweredSpaces(connection);
    this.#settled = connection
      .prepare<[number, number, string], Record<keyof LedgerDay, bigint> & { model: string }>(`
        SELECT start AS day, model, sum(requests) AS requests, sum(settled_tokens) AS tokens,
          sum(settled_nano_usd) AS nanoUsd
        FROM spend_sums
        WHERE scope = '${EVERYTHING}' AND span = ${DAY_MS} AND start >= ? AND start < ? AND provider = ?
        GROUP BY start, model HAVING sum(requests + failed_attempts) > 0`)
      .safeIntegers();
    this.#uncertain = connection
      .prepare<
        [string, number, number],
        { id: string; placedAt: bigint; model: string; tokens: bigint; nanoUsd: bigint }
      >(`
        SELECT id, placed_at AS placedAt, model, held_tokens AS tokens, held_nano_usd AS nanoUsd FROM entries
        WHERE state <> 'settled' AND state = 'uncertain' AND provider = ? AND seq >= ? AND seq < ?`)
      .safeIntegers();
  }

  /** The newest first. */
  imports(where?: ReturnType<typeof and>): BillImport[] {
    return this.#db
      .select({
        id: billImports.id,
        at: billImports.at,
        actor: billImports.actor,
        kind: billImports.kind,
        fileName: billImports.fileName,
        provider: billImports.provider,
        from: billImports.fromAt,
        to: billImports.toAt,
        lines: count(billLines.day),
      })
      .from(billImports)
      .leftJoin(billLines, eq(billLines.importId, billImports.id))
      .where(where)
      .groupBy(billImports.id)
      .orderBy(desc(billImports.at), desc(billImports.id))
      .all();
  }

  /** What holds of one kind on these days, by day and model. */
  lines({ from, to, provider }: Range, kind?: BillImport['kind']): BillLine[] {
    const statement = this.#db
      .select({
        day: billLines.day,
        model: billLines.model,
        requests: billLines.requests,
        tokens: billLines.tokens,
        nanoUsd: billLines.nanoUsd,
      })
      .from(billLines)
      .innerJoin(billImports, eq(billImports.id, billLines.importId))
      .where(
        and(
          eq(billImports.provider, provider),
          kind === undefined ? undefined : eq(billImports.kind, kind),
          gte(billLines.day, from),
          lt(billLines.day, to),
        ),
      )
      .orderBy(billLines.day, billLines.model);
    return statement.all();
  }

  statement(range: Range): BillStatement {
    return this.#connection.transaction(() => {
      const uncertain = this.#uncertainOf(range);
      return {
        imports: this.imports(eq(billImports.provider, range.provider)),
        lines: this.lines(range),
        ledger: this.#settledOf(range, uncertain),
        uncertain,
        answered: this.#answered.of(range),
      };
    })();
  }

  #uncertainOf({ from, to, provider }: Range): UncertainOfDay[] {
    const seqs = this.#ranges.of({ from, to });
    return this.#uncertain.all(provider, seqs.from, seqs.to).map(({ id, model, nanoUsd, ...row }) => ({
      id,
      model,
      nanoUsd,
      day: floorTo(DAY_MS, Number(row.placedAt)),
      tokens: Number(row.tokens),
    }));
  }

  /** The sums count what is uncertain as requests; here it stands apart. */
  #settledOf({ from, to, provider }: Range, uncertain: readonly UncertainOfDay[]): LedgerDay[] {
    return this.#settled.all(from, to, provider).map(({ model, nanoUsd, ...row }) => {
      const day = Number(row.day);
      const open = uncertain.filter((attempt) => attempt.day === day && attempt.model === model).length;
      return {
        day,
        model,
        nanoUsd,
        requests: Number(row.requests) - open,
        tokens: Number(row.tokens),
      };
    });
  }
}
