import type { Bill, BillLine, LedgerDay, UncertainOfDay } from '@weighbridge/embeddings/domain';
import type { AuditStamp } from './audit.ts';

/** An export of the provider that was read in. */
export interface BillImport {
  id: string;
  at: number;
  actor: string;
  kind: Bill['kind'];
  fileName: string;
  provider: string;
  /** First ms of its first day, and first ms after its last. */
  from: number;
  to: number;
  /** Lines that still hold; a later import of the same days takes their place. */
  lines: number;
}

/** A vector space that the first or the last paid attempt of an hour was in. */
export interface AnsweredSpace {
  /** First ms of the hour. */
  hour: number;
  space: string;
}

/** Both sides of a comparison, of one snapshot. */
export interface BillStatement {
  imports: BillImport[];
  lines: BillLine[];
  /** Settled sums of paid attempts, by UTC day and model. */
  ledger: LedgerDay[];
  uncertain: UncertainOfDay[];
  /** Where the provider's attempts were answered, hour by hour: its name in the ledger does not say which endpoint that was. */
  answered: AnsweredSpace[];
}

export interface BillStore {
  imports(): Promise<BillImport[]>;
  /**
   * Keeps a bill. On its days it takes the place of what was imported of the same kind; `replaced` names the imports of
   * which that left nothing. The same lines for the same days again write nothing.
   */
  import(
    bill: Pick<Bill, 'kind' | 'from' | 'to' | 'lines'>,
    source: { id: string; fileName: string; provider: string },
    audit: AuditStamp,
  ): Promise<{ import: BillImport; unchanged: boolean; replaced: number }>;
  /** @throws NotFoundError */
  remove(id: string, audit: AuditStamp): Promise<void>;
  statement(range: { from: number; to: number; provider: string }): Promise<BillStatement>;
}
