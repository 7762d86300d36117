import type { Hosts } from '../hosts.ts';
import type { CacheStore } from '../ports/index.ts';
import type { ExportSlice } from './export-file.ts';
import type { FreshVectors } from './fresh-vectors.ts';
import { type PackedEntries, pack, unpack } from './packing.ts';

/** Vectors that change hands between two calls of others: some 20 ms of work. */
const SLICE = 512;

/** Looking after pools over the threads: the keeper reads files, the cache's own thread writes, in slices. */
export function cacheOver(
  { recall, writer, openKeeper }: Hosts,
  fresh: FreshVectors | undefined,
  clock: { now(): number },
): CacheStore {
  return {
    async pools() {
      await fresh?.flush();
      return recall.call('pools');
    },
    async purge(pool, audit) {
      // A crash must not bring back from the log what is purged now.
      await fresh?.flush();
      const purged = { entries: 0, bytes: 0 };
      for (;;) {
        const some = await recall.call('purgeSome', pool, SLICE);
        if (some.entries === 0) break;
        purged.entries += some.entries;
        purged.bytes += some.bytes;
      }
      await writer.call('writeAudit', audit, {
        action: 'cache.purge',
        target: pool,
        from: `${purged.entries} vectors`,
        to: null,
      });
      return purged;
    },
    async export(file, owner) {
      await fresh?.flush();
      const keeper = await openKeeper();
      try {
        return await keeper.call('exportCache', file, owner);
      } finally {
        await keeper.close();
      }
    },
    async import(file, owner, isSound, audit) {
      const keeper = await openKeeper();
      const report = { entries: 0, added: 0, refused: 0 };
      try {
        for (let after = 0; ; ) {
          const slice = await keeper.call('exportSlice', file, owner, after, SLICE);
          if (!slice) break;
          after = slice.last;
          const { space, partition } = slice;
          const kept = soundOnes(slice, (vector) => isSound(space, vector));
          report.entries += slice.tokens.length + slice.damaged;
          report.refused += slice.tokens.length - kept.tokens.length + slice.damaged;
          report.added += await recall.call(
            'putMany',
            { pool: owner.pool, space, partition },
            kept,
            clock.now(),
          );
        }
      } finally {
        await keeper.close();
      }
      await writer.call('writeAudit', audit, {
        action: 'cache.import',
        target: owner.pool,
        from: null,
        to: `${report.added} vectors of ${file}`,
      });
      return report;
    },
  };
}

/** The slice without the vectors that are not sound, as the cache takes it. */
function soundOnes(slice: ExportSlice, isSound: (vector: Float32Array) => boolean): PackedEntries {
  const keys = [...unpack(slice.keys)];
  const vectors = [...unpack(slice.vectors)];
  const kept = vectors.flatMap((bytes, index) => (isSound(floatsOf(bytes)) ? [index] : []));
  const only = <T>(all: readonly T[]): T[] => kept.map((index) => all[index] as T);
  const [packedKeys, packedVectors] = [pack(only(keys)), pack(only(vectors))];
  return {
    keys: packedKeys.bytes,
    keyLengths: packedKeys.lengths,
    vectors: packedVectors.bytes,
    vectorLengths: packedVectors.lengths,
    tokens: Uint32Array.from(only([...slice.tokens])),
  };
}

/** Whole floats only; what is left over makes the vector one of other dimensions. */
function floatsOf(bytes: Uint8Array): Float32Array {
  const { buffer, byteOffset, byteLength } = bytes;
  return new Float32Array(buffer.slice(byteOffset, byteOffset + byteLength - (byteLength % 4)));
}
