import { resolve } from 'node:path';
import type { Mode } from '@weighbridge/embeddings/domain';
import { freshLogsOf } from './files/instances.ts';
import { type HostData, type Hosts, openLocally, startThreads } from './hosts.ts';
import { type Prepared, prepare } from './prepare.ts';
import { FreshLog } from './recall/fresh-log.ts';
import { KeptVectors } from './recall/kept-vectors.ts';
import { Presence } from './recall/presence.ts';
import { takeOver } from './recall/take-over.ts';
import { type DirectReads, openDirect } from './services/direct.ts';
import type { Stores } from './stores.ts';
import { storesOverHosts } from './stores-over-hosts.ts';

const MIB = 1024 * 1024;

export interface OpenStoresOptions {
  /** Made when it is missing. */
  dataDir: string;
  /** Milliseconds since the epoch. */
  clock: { now(): number };
  newId(prefix: string): string;
  /** The mode of a new database: mock. */
  initialMode?: Mode;
  /** Bound of the vectors that were paid for: 2 GiB. */
  cacheMaxBytes?: number;
  /** Bound of the mock's vectors: 128 MiB. */
  freeCacheMaxBytes?: number;
  /** Bound of the answers kept for idempotency keys: 512 MiB. */
  answersMaxBytes?: number;
  /** Bound of their number: a million. */
  answersMaxCount?: number;
  /** Names this process as the owner of its holds; unique among living processes. */
  instanceId?: string;
  /**
   * Whether no other process has these stores open for as long as this one does, as a gateway's lock warrants: false. Then
   * what the cache has is known without asking it, and small calls keep their vectors in a log first.
   */
  alone?: boolean;
  /** Whether holds of dead processes become uncertain: true. */
  recover?: boolean;
  /** Told about what was mended and did not fail, such as a damaged cache. */
  onWarning?(message: string): void;
}

/**
 * Opens everything that is kept in a data directory, creating and migrating it as needed. It does not take the gateway's
 * lock (`lockDataDir` does): several processes may have the same directory open.
 * @throws StorageError DATA_DIR_UNUSABLE, DATABASE_TOO_NEW, DATABASE_UNREADABLE
 */
export function openStores(options: OpenStoresOptions): Promise<Stores> {
  return openStoresOver(startThreads, options);
}

/** The same stores without threads. */
export function openStoresInProcess(options: OpenStoresOptions): Promise<Stores> {
  return openStoresOver(openLocally, options);
}

export async function openStoresOver(
  open: (data: HostData) => Promise<Hosts>,
  options: OpenStoresOptions,
): Promise<Stores> {
  const { clock } = options;
  const instanceId = options.instanceId ?? options.newId('instance');
  const prepared = prepare({
    dataDir: resolve(options.dataDir),
    initialMode: options.initialMode ?? 'mock',
    instanceId,
    recover: options.recover ?? true,
    now: clock.now(),
    newId: options.newId,
  });
  const { main, cache, answers, mark } = prepared.files;
  const maxBytes = {
    paid: options.cacheMaxBytes ?? 2048 * MIB,
    free: options.freeCacheMaxBytes ?? 128 * MIB,
  };
  const presence = options.alone ? Presence.memoryFor(maxBytes.paid + maxBytes.free) : undefined;
  const onWarning = (message: string) => options.onWarning?.(message);
  // Known once all is open; what is warned of before that concerns nothing that is open.
  let direct: DirectReads | undefined;
  try {
    const hosts = await open({
      writer: { path: main, mark, instanceId },
      reader: { path: main },
      recall: { path: cache, maxBytes, presence },
      answers: {
        path: answers,
        maxBytes: options.answersMaxBytes ?? 512 * MIB,
        maxAnswers: options.answersMaxCount ?? 1_000_000,
      },
      keeper: { main, cache },
      onWarning: (message) => {
        // Perhaps that the cache was set aside and begun anew.
        direct?.recall.reopen();
        onWarning(message);
      },
    });
    direct = openDirect({ main, cache });
    const alone = presence && {
      presence: new Presence(presence),
      log: new FreshLog(freshLogsOf(prepared.files.instances, instanceId)),
    };
    const vectors = new KeptVectors(hosts, { direct, alone, onWarning }, clock);
    await takeOver(prepared.freshLogs, vectors, onWarning);
    return assemble(hosts, { direct, vectors }, prepared, clock);
  } catch (error) {
    prepared.instance.release();
    throw error;
  }
}

function assemble(
  hosts: Hosts,
  { direct, vectors }: { direct: DirectReads; vectors: KeptVectors },
  prepared: Prepared,
  clock: { now(): number },
): Stores {
  let closing: Promise<void> | undefined;
  const close = async () => {
    await vectors.fresh?.close();
    direct.close();
    const reader = hosts.reader.close();
    // The writer is the last, so that it can empty the write-ahead log.
    try {
      await Promise.all([reader, hosts.recall.close(), hosts.answers.close(), hosts.writer.close(reader)]);
    } finally {
      prepared.instance.release();
    }
  };
  return storesOverHosts({
    hosts,
    direct,
    files: prepared.files,
    vectors,
    clock,
    recovered: prepared.recovered,
    close: () => {
      closing ??= close();
      return closing;
    },
  });
}
