import type { Connection } from '../files/connection.ts';

/**
 * Lets the look-ups of one turn of the event loop share a read transaction: to begin one, SQLite takes a lock and forgets
 * every page that it knows when something was committed since, and that costs more than a look-up. A turn ends before any
 * message is handled, so whoever was told that something is committed sees it.
 */
export class ReadTurn {
  readonly #connection: Connection;
  readonly #begin;
  readonly #commit;
  readonly #end = () => this.#endNow();
  #isOpen = false;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#begin = connection.prepare('BEGIN');
    this.#commit = connection.prepare('COMMIT');
  }

  look<T>(look: () => T): T {
    if (!this.#isOpen) {
      this.#begin.run();
      this.#isOpen = true;
      // From within promises' callbacks, this runs when none of them is left.
      process.nextTick(this.#end);
    }
    return look();
  }

  #endNow(): void {
    this.#isOpen = false;
    if (this.#connection.open && this.#connection.inTransaction) this.#commit.run();
  }
}
