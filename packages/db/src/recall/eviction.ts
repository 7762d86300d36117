import type { RecallScope, RecallStats } from '@weighbridge/embeddings/domain';
import type { Connection } from '../files/connection.ts';

type Partition = RecallScope['partition'];

interface Victim {
  scope: number;
  key: Buffer;
  vector: number;
  bytes: number;
}

const AT_ONCE = 512;

/** Keeps count of each partition and keeps it within its bound. Within a write transaction. */
export class Eviction {
  readonly #maxBytes: Record<Partition, number>;
  readonly #statements;

  constructor(connection: Connection, maxBytes: Record<Partition, number>) {
    this.#maxBytes = maxBytes;
    this.#statements = {
      oldest: connection.prepare<[string, number], Victim>(
        'SELECT scope, key, vector, bytes FROM items WHERE partition = ? ORDER BY last_used LIMIT ?',
      ),
      find: connection.prepare<[number, Uint8Array], Victim>(
        'SELECT scope, key, vector, bytes FROM items WHERE scope = ? AND key = ?',
      ),
      dropItem: connection.prepare<[number, Uint8Array]>('DELETE FROM items WHERE scope = ? AND key = ?'),
      dropVector: connection.prepare<[number]>('DELETE FROM vectors WHERE id = ?'),
      grow: connection.prepare<[number, number, string]>(
        'UPDATE partitions SET entries = entries + ?, bytes = bytes + ? WHERE partition = ?',
      ),
      bytes: connection.prepare<[string], number>('SELECT bytes FROM partitions WHERE partition = ?').pluck(),
      stats: connection.prepare<[], { entries: number; bytes: number }>(
        'SELECT sum(entries) AS entries, sum(bytes) AS bytes FROM partitions',
      ),
    };
  }

  grow(partition: Partition, entries: number, bytes: number): void {
    this.#statements.grow.run(entries, bytes, partition);
  }

  /** Drops the least recently used until the partition fits. */
  shrinkToBound(partition: Partition): void {
    let over = (this.#statements.bytes.get(partition) ?? 0) - this.#maxBytes[partition];
    while (over > 0) {
      const victims = this.#statements.oldest.all(partition, AT_ONCE);
      if (victims.length === 0) return;
      for (const victim of victims) {
        if (over <= 0) break;
        this.#remove(victim, partition);
        over -= victim.bytes;
      }
    }
  }

  drop(scope: number, partition: Partition, keys: readonly Uint8Array[]): void {
    for (const key of keys) {
      const victim = this.#statements.find.get(scope, key);
      if (victim) this.#remove(victim, partition);
    }
  }

  stats(): RecallStats {
    const { entries, bytes } = this.#statements.stats.get() ?? { entries: 0, bytes: 0 };
    return { entries, bytes, maxBytes: this.#maxBytes.paid + this.#maxBytes.free };
  }

  #remove(victim: Victim, partition: Partition): void {
    this.#statements.dropItem.run(victim.scope, victim.key);
    this.#statements.dropVector.run(victim.vector);
    this.grow(partition, -1, -victim.bytes);
  }
}
