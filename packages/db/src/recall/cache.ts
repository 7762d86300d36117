import { crc32 } from 'node:zlib';
import type { RecallScope, RecallStats } from '@weighbridge/embeddings/domain';
import type { Connection } from '../files/connection.ts';
import { Eviction } from './eviction.ts';
import { FIND, FIND_SCOPE, type FoundRow, isSound } from './found-row.ts';
import { type Packed, type PackedAnswers, type PackedEntries, pack, unpack } from './packing.ts';
import type { PresenceKeeper } from './presence-keeper.ts';
import { RecencyOfUse } from './recency.ts';

/** What an entry takes in the file beside its key and vector, roughly. */
const ROW_OVERHEAD_BYTES = 96;

/** Vectors by (pool, space, key), bounded in size for each partition; the least recently used go first. */
export class VectorCache {
  readonly #connection: Connection;
  readonly #eviction: Eviction;
  readonly #recency: RecencyOfUse;
  readonly #scopes = new Map<string, number>();
  readonly #statements;
  readonly #presence: PresenceKeeper | undefined;

  constructor(
    connection: Connection,
    maxBytes: Record<RecallScope['partition'], number>,
    presence: PresenceKeeper | undefined,
  ) {
    this.#presence = presence;
    this.#connection = connection;
    this.#eviction = new Eviction(connection, maxBytes);
    this.#recency = new RecencyOfUse(connection);
    this.#statements = {
      findScope: connection.prepare<[string, string, string], number>(FIND_SCOPE).pluck(),
      addScope: connection.prepare('INSERT INTO scopes (pool, space, partition) VALUES (?, ?, ?)'),
      find: connection.prepare<[number, Uint8Array], FoundRow>(FIND),
      lastVector: connection.prepare<[], number>('SELECT coalesce(max(id), 0) FROM vectors').pluck(),
      addVector: connection.prepare('INSERT INTO vectors (id, value) VALUES (?, ?)'),
      addItem: connection.prepare(
        'INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
      ),
    };
  }

  /** Rows that do not match their checksum are dropped and count as missing. */
  getMany(scope: RecallScope, keys: Packed, now: number): PackedAnswers {
    this.#presence?.check();
    const id = this.#scopeId(scope);
    const found: Uint8Array[] = [];
    const damaged: Uint8Array[] = [];
    const vectorLengths = new Uint32Array(keys.lengths.length);
    const tokens = new Uint32Array(keys.lengths.length);
    if (id === undefined) return { vectors: new ArrayBuffer(0), vectorLengths, tokens };
    this.#connection.transaction(() => {
      let index = 0;
      for (const key of unpack(keys)) {
        const row = this.#statements.find.get(id, key);
        if (row && !isSound(row)) damaged.push(key);
        else if (row?.value) {
          found.push(row.value);
          vectorLengths[index] = row.value.byteLength;
          tokens[index] = row.tokens;
          this.#recency.note(id, key, row.last_used, now);
        }
        index += 1;
      }
    })();
    if (damaged.length > 0) this.#write(() => this.#eviction.drop(id, scope.partition, damaged));
    if (this.#recency.isDue()) this.#write(() => this.#recency.flush());
    return { vectors: pack(found).bytes, vectorLengths, tokens };
  }

  /** A key that is kept already stays as it is. Answers how many are new. */
  putMany(scope: RecallScope, entries: PackedEntries, now: number): number {
    this.#presence?.check();
    return this.#write(() => {
      this.#recency.flush();
      const id = this.#scopeId(scope) ?? this.#addScope(scope);
      const added = this.#insert(id, scope.partition, entries, now);
      this.#eviction.grow(scope.partition, added.entries, added.bytes);
      this.#eviction.shrinkToBound(scope.partition);
      return added.entries;
    });
  }

  /** Notes uses that were found by a direct look-up. */
  noteUses(scope: RecallScope, keys: Packed, now: number): void {
    const id = this.#scopeId(scope);
    if (id === undefined) return;
    for (const key of unpack(keys)) this.#recency.note(id, key.slice(), 0, now);
    if (this.#recency.isDue()) this.#write(() => this.#recency.flush());
  }

  /** Both partitions together. */
  stats(): RecallStats {
    return this.#eviction.stats();
  }

  /** Writes what is known about uses. */
  flush(): void {
    this.#write(() => this.#recency.flush());
  }

  #insert(scope: number, partition: string, entries: PackedEntries, now: number) {
    const vectors = unpack({ bytes: entries.vectors, lengths: entries.vectorLengths });
    let index = 0;
    let vectorId = this.#statements.lastVector.get() ?? 0;
    const added = { entries: 0, bytes: 0 };
    for (const key of unpack({ bytes: entries.keys, lengths: entries.keyLengths })) {
      const { value: vector } = vectors.next();
      const tokens = entries.tokens[index] ?? 0;
      index += 1;
      if (!vector || vector.byteLength === 0) continue;
      const bytes = vector.byteLength + key.byteLength + ROW_OVERHEAD_BYTES;
      const { changes } = this.#statements.addItem.run(
        scope,
        key,
        partition,
        vectorId + 1,
        tokens,
        crc32(vector),
        vector.byteLength,
        bytes,
        now,
      );
      if (changes === 0) continue;
      vectorId += 1;
      this.#statements.addVector.run(vectorId, vector);
      this.#presence?.added(key);
      added.entries += 1;
      added.bytes += bytes;
    }
    return added;
  }

  #write<T>(work: () => T): T {
    return this.#connection.transaction(work).immediate();
  }

  #scopeId({ pool, space, partition }: RecallScope): number | undefined {
    const name = JSON.stringify([pool, space, partition]);
    const id = this.#scopes.get(name) ?? this.#statements.findScope.get(pool, space, partition);
    if (id !== undefined && this.#scopes.size < 10_000) this.#scopes.set(name, id);
    return id;
  }

  /** Not remembered until it is read back: the transaction may yet fail. */
  #addScope({ pool, space, partition }: RecallScope): number {
    return Number(this.#statements.addScope.run(pool, space, partition).lastInsertRowid);
  }
}
