import type { Connection } from '../files/connection.ts';

/** How long a request may be made again for the same answer. */
const KEPT_MS = 24 * 60 * 60_000;

/** Old answers removed by one write, so that none takes long. */
const PURGED_AT_ONCE = 200;

/** An answer on its way between threads; buffers of its own. */
export interface PlainAnswer {
  fingerprint: ArrayBuffer;
  headers: string;
  /** Undefined when it had to make room. */
  body: ArrayBuffer | undefined;
  at: number;
}

interface Held {
  id: Buffer;
  body: number | null;
  bytes: number;
}

interface Row {
  fingerprint: Buffer;
  headers: string;
  at: number;
  /** null when the body is gone. */
  value: Buffer | null;
}

export interface AnswerBounds {
  /** Of bodies and headers together. */
  maxBytes: number;
  /** Records, with a body or without. */
  maxAnswers: number;
}

/** See `AnswerStore`. */
export class Answers {
  readonly #connection: Connection;
  readonly #bounds: AnswerBounds;
  readonly #statements;
  /** Of bodies and headers together. */
  #bytes: number;
  #count: number;

  constructor(connection: Connection, bounds: AnswerBounds) {
    this.#connection = connection;
    this.#bounds = bounds;
    this.#statements = {
      find: connection.prepare<[Uint8Array, number], Row>(`
        SELECT fingerprint, headers, at, value FROM answers LEFT JOIN bodies ON bodies.id = answers.body
        WHERE answers.id = ? AND at > ?`),
      has: connection.prepare<[Uint8Array]>('SELECT 1 FROM answers WHERE id = ?'),
      addBody: connection.prepare('INSERT INTO bodies (value) VALUES (?)'),
      add: connection.prepare('INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?)'),
      oldest: connection.prepare<[], Held>(
        'SELECT id, body, bytes FROM answers WHERE body IS NOT NULL ORDER BY at LIMIT 1',
      ),
      oldestRecords: connection.prepare<[number], Held>(
        'SELECT id, body, bytes FROM answers ORDER BY at LIMIT ?',
      ),
      old: connection.prepare<[number, number], Held>(
        'SELECT id, body, bytes FROM answers WHERE at <= ? LIMIT ?',
      ),
      oldAmong: connection.prepare<[Uint8Array, number], Held>(
        'SELECT id, body, bytes FROM answers WHERE id = ? AND at <= ?',
      ),
      dropBody: connection.prepare('DELETE FROM bodies WHERE id = ?'),
      empty: connection.prepare("UPDATE answers SET body = NULL, bytes = 0, headers = '{}' WHERE id = ?"),
      drop: connection.prepare('DELETE FROM answers WHERE id = ?'),
    };
    const { bytes, count } = connection
      .prepare<[], { bytes: number | null; count: number }>(
        'SELECT sum(bytes) AS bytes, count(*) AS count FROM answers',
      )
      .get() ?? { bytes: 0, count: 0 };
    this.#bytes = bytes ?? 0;
    this.#count = count;
  }

  find(id: Uint8Array, now: number): PlainAnswer | undefined {
    const row = this.#statements.find.get(id, now - KEPT_MS);
    return (
      row && {
        fingerprint: ownBuffer(row.fingerprint),
        headers: row.headers,
        body: row.value === null ? undefined : ownBuffer(row.value),
        at: row.at,
      }
    );
  }

  keep(
    id: Uint8Array,
    answer: { fingerprint: Uint8Array; headers: string; body: Uint8Array },
    now: number,
  ): void {
    this.#counting(() => this.#connection.transaction(() => this.#keep(id, answer, now)).immediate());
  }

  /** Removes some of what is too old to be asked for; answers how many, so that the caller goes on until none is. */
  purge(now: number): number {
    const work = this.#connection.transaction(() => {
      const old = this.#statements.old.all(now - KEPT_MS, PURGED_AT_ONCE);
      for (const held of old) this.#drop(held);
      return old.length;
    });
    return this.#counting(work);
  }

  /** What is known of the file goes back with a transaction that does. */
  #counting<T>(transaction: () => T): T {
    const [bytes, count] = [this.#bytes, this.#count];
    try {
      return transaction();
    } catch (error) {
      [this.#bytes, this.#count] = [bytes, count];
      throw error;
    }
  }

  #keep(
    id: Uint8Array,
    { fingerprint, headers, body }: { fingerprint: Uint8Array; headers: string; body: Uint8Array },
    now: number,
  ): void {
    const { old, oldAmong, has, addBody, add } = this.#statements;
    const until = now - KEPT_MS;
    for (const held of [...oldAmong.all(id, until), ...old.all(until, PURGED_AT_ONCE)]) this.#drop(held);
    if (has.get(id)) return;
    this.#makeRoom(1);
    this.#count += 1;
    const bytes = body.byteLength + Buffer.byteLength(headers);
    if (bytes > this.#bounds.maxBytes) {
      add.run(id, fingerprint, '{}', null, 0, now);
      return;
    }
    add.run(id, fingerprint, headers, addBody.run(body).lastInsertRowid, bytes, now);
    this.#bytes += bytes;
    while (this.#bytes > this.#bounds.maxBytes) {
      const oldest = this.#statements.oldest.get();
      if (!oldest) return;
      this.#dropBody(oldest);
      this.#statements.empty.run(oldest.id);
    }
  }

  /** Forgets the oldest records altogether, some at a time: a bound that was lowered is reached over several writes. */
  #makeRoom(records: number): void {
    const over = this.#count + records - this.#bounds.maxAnswers;
    if (over <= 0) return;
    for (const held of this.#statements.oldestRecords.all(Math.min(over, PURGED_AT_ONCE))) this.#drop(held);
  }

  #drop(held: Held): void {
    this.#dropBody(held);
    this.#count -= this.#statements.drop.run(held.id).changes;
  }

  #dropBody({ body, bytes }: Held): void {
    // Nothing is dropped twice, even when it is old and asked about at once.
    if (body === null || this.#statements.dropBody.run(body).changes === 0) return;
    this.#bytes -= bytes;
  }
}

function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
