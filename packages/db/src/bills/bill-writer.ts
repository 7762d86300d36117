import { type Bill, NotFoundError } from '@weighbridge/embeddings/domain';
import { AuditWriter } from '../audit/audit-writer.ts';
import { and, drizzle, eq, gte, inArray, lt, lte } from '../drizzle.ts';
import type { Connection } from '../files/connection.ts';
import type { AuditStamp, BillImport } from '../ports/index.ts';
import { billImports, billLines } from '../schema/index.ts';
import { BillReader } from './bill-reader.ts';

type Imported = Pick<Bill, 'kind' | 'from' | 'to' | 'lines'>;

interface Source {
  id: string;
  fileName: string;
  provider: string;
}

export class BillWriter {
  readonly #db;
  readonly #stored: BillReader;
  readonly #audit: AuditWriter;

  constructor(connection: Connection) {
    this.#db = drizzle({ client: connection });
    this.#stored = new BillReader(connection);
    this.#audit = new AuditWriter(connection);
  }

  /** On its days it takes the place of what was imported of the same kind. */
  import(
    bill: Imported,
    source: Source,
    stamp: AuditStamp,
  ): { import: BillImport; unchanged: boolean; replaced: number } {
    const { kind, from, to } = bill;
    const { id, fileName, provider } = source;
    const covered = this.#covering(bill, provider).find(() => this.#isSame(bill, provider));
    if (covered) return { import: covered, unchanged: true, replaced: 0 };
    const replaced = this.#replace(bill, provider);
    this.#db
      .insert(billImports)
      .values({ id, at: stamp.at, actor: stamp.actor, kind, fileName, provider, fromAt: from, toAt: to })
      .run();
    for (const line of bill.lines)
      this.#db
        .insert(billLines)
        .values({ importId: id, ...line })
        .run();
    this.#audit.write(stamp, { action: 'bill.import', target: id, from: null, to: describe(bill, fileName) });
    return { import: this.#require(id), unchanged: false, replaced };
  }

  /** @throws NotFoundError */
  remove(id: string, stamp: AuditStamp): void {
    const before = this.#require(id);
    this.#delete([id]);
    this.#audit.write(stamp, {
      action: 'bill.remove',
      target: id,
      from: describe(before, before.fileName),
      to: null,
    });
  }

  /** Imports of the same kind that speak of all its days. */
  #covering({ kind, from, to }: Imported, provider: string): BillImport[] {
    return this.#stored
      .imports(and(eq(billImports.kind, kind), eq(billImports.provider, provider)))
      .filter((one) => one.from <= from && one.to >= to);
  }

  #isSame(bill: Imported, provider: string): boolean {
    const stored = this.#stored.lines({ from: bill.from, to: bill.to, provider }, bill.kind);
    const wanted = [...bill.lines].sort((a, b) => a.day - b.day || (a.model < b.model ? -1 : 1));
    return (
      stored.length === wanted.length &&
      stored.every((line, index) => {
        const other = wanted[index];
        return (
          line.day === other?.day &&
          line.model === other.model &&
          line.requests === other.requests &&
          line.tokens === other.tokens &&
          line.nanoUsd === other.nanoUsd
        );
      })
    );
  }

  /** Answers of how many imports nothing is left. */
  #replace({ kind, from, to }: Imported, provider: string): number {
    const ofKind = and(eq(billImports.kind, kind), eq(billImports.provider, provider));
    const others = this.#db.select({ id: billImports.id }).from(billImports).where(ofKind).all();
    const ids = others.map(({ id }) => id);
    this.#db
      .delete(billLines)
      .where(and(inArray(billLines.importId, ids), gte(billLines.day, from), lt(billLines.day, to)))
      .run();
    const within = and(ofKind, gte(billImports.fromAt, from), lte(billImports.toAt, to));
    const gone = this.#db.select({ id: billImports.id }).from(billImports).where(within).all();
    this.#delete(gone.map(({ id }) => id));
    return gone.length;
  }

  #delete(ids: string[]): void {
    this.#db.delete(billLines).where(inArray(billLines.importId, ids)).run();
    this.#db.delete(billImports).where(inArray(billImports.id, ids)).run();
  }

  #require(id: string): BillImport {
    const [found] = this.#stored.imports(eq(billImports.id, id));
    if (found) return found;
    throw new NotFoundError('import', id, 'List the imports to see their ids.');
  }
}

function describe({ kind, from, to }: Pick<Imported, 'kind' | 'from' | 'to'>, fileName: string): string {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  return `${kind} of ${day(from)} to ${day(to - 1)} (${fileName})`;
}
