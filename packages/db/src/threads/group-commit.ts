import type { Connection } from '../files/connection.ts';
import { translate, type Unavailable } from '../files/failure.ts';

/** One piece of work for the writer. It may be run again when the transaction it was in could not be committed. */
export interface Work {
  run(): unknown;
  unavailable: Unavailable;
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

type Result = { ok: true; value: unknown } | { ok: false; error: unknown };

/** The transaction as a whole was lost: nothing in it happened. `begun` says whether it got as far as starting. */
class LostTransaction extends Error {
  readonly begun: boolean;
  constructor(begun: boolean, cause: unknown) {
    super('The transaction was lost.', { cause });
    this.begun = begun;
  }
}

/**
 * Runs everything that is waiting in one transaction and pays for one fsync: each piece of work in a savepoint of its
 * own, so that a refusal undoes only itself, and none answered before the COMMIT is on the disk.
 */
export class GroupCommit {
  readonly #connection: Connection;
  readonly #limit: number;
  readonly #queue: Work[] = [];
  readonly #statements;
  #scheduled = false;

  constructor(connection: Connection, limit = 256) {
    this.#connection = connection;
    this.#limit = limit;
    const prepare = (text: string) => connection.prepare(text);
    this.#statements = {
      begin: prepare('BEGIN IMMEDIATE'),
      commit: prepare('COMMIT'),
      rollback: prepare('ROLLBACK'),
      savepoint: prepare('SAVEPOINT work'),
      release: prepare('RELEASE work'),
      undo: prepare('ROLLBACK TO work'),
    };
  }

  submit(work: Work): void {
    this.#queue.push(work);
    if (this.#scheduled) return;
    this.#scheduled = true;
    // By then every message that has arrived is in the queue.
    setImmediate(() => this.#flush());
  }

  /** Runs what is waiting at once, such as before closing. */
  drain(): void {
    while (this.#queue.length > 0) this.#runNext();
  }

  #flush(): void {
    this.#scheduled = false;
    this.#runNext();
    if (this.#queue.length > 0 && !this.#scheduled) {
      this.#scheduled = true;
      setImmediate(() => this.#flush());
    }
  }

  #runNext(): void {
    const batch = this.#queue.splice(0, this.#limit);
    if (batch.length === 0) return;
    try {
      this.#transact(batch);
    } catch (error) {
      this.#afterLoss(batch, error);
    }
  }

  /** A transaction that was lost for one of its parts is tried part by part: settling must not fail with a hold. */
  #afterLoss(batch: readonly Work[], error: unknown): void {
    if (batch.length === 1 || isHopeless(error)) {
      for (const work of batch) refuse(work, error);
      return;
    }
    for (const [index, work] of batch.entries()) {
      try {
        this.#transact([work]);
      } catch (alone) {
        refuse(work, alone);
        if (!isHopeless(alone)) continue;
        for (const rest of batch.slice(index + 1)) refuse(rest, alone);
        return;
      }
    }
  }

  #transact(batch: readonly Work[]): void {
    const results: Result[] = [];
    let begun = false;
    try {
      this.#statements.begin.run();
      begun = true;
      for (const work of batch) results.push(this.#runOne(work));
      this.#statements.commit.run();
    } catch (error) {
      this.#abandon();
      throw new LostTransaction(begun, error instanceof LostTransaction ? error.cause : error);
    }
    for (const [index, work] of batch.entries()) {
      const result = results[index];
      if (result?.ok) work.resolve(result.value);
      else work.reject(result?.error);
    }
  }

  #runOne(work: Work): Result {
    this.#statements.savepoint.run();
    try {
      const value = work.run();
      this.#statements.release.run();
      return { ok: true, value };
    } catch (error) {
      // SQLite itself rolls a transaction back on some failures of the disk; then nothing before this is left either.
      if (!this.#connection.open || !this.#connection.inTransaction) throw error;
      this.#statements.undo.run();
      this.#statements.release.run();
      return { ok: false, error: translate(error, work.unavailable) };
    }
  }

  #abandon(): void {
    try {
      if (this.#connection.open && this.#connection.inTransaction) this.#statements.rollback.run();
    } catch {
      // The failure that led here is the one to report; an open transaction is found again at the next BEGIN.
    }
  }
}

/** When not even BEGIN works, each further try would only wait for the same lock or disk. */
function isHopeless(error: unknown): boolean {
  return error instanceof LostTransaction && !error.begun;
}

function refuse(work: Work, error: unknown): void {
  const cause = error instanceof LostTransaction ? error.cause : error;
  const translated = translate(cause, work.unavailable);
  work.reject(translated === cause ? work.unavailable('the transaction was lost', cause) : translated);
}
