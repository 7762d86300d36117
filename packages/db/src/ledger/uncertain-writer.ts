import { ConflictError, NotFoundError } from '@weighbridge/embeddings/domain';
import { AuditWriter } from '../audit/audit-writer.ts';
import type { Connection } from '../files/connection.ts';
import type { AuditStamp, LedgerLine, UncertainEffects } from '../ports/index.ts';
import { LedgerLines } from '../spend/lines.ts';
import type { LedgerWriter } from './ledger.ts';
import { UncertainReader } from './uncertain-effects.ts';

/** What somebody found out about money that may have been billed, with who said so. */
export class UncertainWriter {
  readonly #ledger: LedgerWriter;
  readonly #lines: LedgerLines;
  readonly #open: UncertainReader;
  readonly #audit: AuditWriter;

  constructor(connection: Connection, ledger: LedgerWriter) {
    this.#ledger = ledger;
    this.#lines = new LedgerLines(connection);
    this.#open = new UncertainReader(connection);
    this.#audit = new AuditWriter(connection);
  }

  /** @throws NotFoundError; ConflictError NOT_UNCERTAIN */
  resolve(id: string, as: 'billed' | 'not_billed', stamp: AuditStamp, now: number): LedgerLine {
    const before = this.#require(id);
    if (before.state !== 'uncertain') {
      throw new ConflictError(
        'NOT_UNCERTAIN',
        `The attempt "${id}" is ${before.state}, so there is nothing to resolve. List what is uncertain again.`,
        { id, state: before.state },
      );
    }
    const known = {
      id,
      providerRequestId: before.providerRequestId,
      durationMs: before.durationMs ?? 0,
    };
    this.#ledger.close(
      [
        as === 'billed'
          ? {
              ...known,
              state: 'settled',
              tokens: before.heldTokens,
              nanoUsd: before.heldNanoUsd,
              usage: 'counted',
              errorCode: before.errorCode,
            }
          : { ...known, state: 'released', errorCode: before.errorCode ?? 'RESOLVED' },
      ],
      now,
    );
    this.#audit.write(stamp, { action: 'uncertain.resolve', target: id, from: 'uncertain', to: as });
    return this.#require(id);
  }

  /** All or none; answers what it moved. @throws NotFoundError; ConflictError NOT_UNCERTAIN */
  resolveMany(
    ids: readonly string[],
    as: 'billed' | 'not_billed',
    stamp: AuditStamp,
    now: number,
  ): UncertainEffects {
    const effects = this.#open.effects(ids);
    for (const id of new Set(ids)) this.resolve(id, as, stamp, now);
    return effects;
  }

  #require(id: string): LedgerLine {
    const line = this.#lines.find(id);
    if (line?.kind === 'attempt') return line;
    throw new NotFoundError('attempt', id, 'List what is uncertain to see the ids.');
  }
}
