import {
  addCollection,
  createSchema,
  type NewDocument,
  openPipeline,
  pipelineStatus,
  requeue,
  storeChunks,
} from '@weighbridge/worker';
import { CliError } from '../command-line/cli-error.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { openJob } from '../embed/job.ts';
import { outputPaths, type ReadingOptions, readingSettings, whole } from '../embed/settings.ts';
import type { Surroundings } from '../gateway/place.ts';
import { count, counted } from '../present/quantity.ts';
import { facts } from '../present/table.ts';
import { pipelinePath } from './worker.ts';

interface DatabaseOptions {
  db?: string;
}

export interface WorkerInitOptions extends DatabaseOptions {
  collection?: string;
  model: string;
  dimensions?: string;
}

/** `weighbridge worker init`: may be run again; what is there stays. */
export function workerInit(options: WorkerInitOptions, terminal: Terminal, around: Surroundings): void {
  const path = pipelinePath(options, around);
  const { collection, model } = options;
  const dimensions =
    options.dimensions === undefined ? undefined : whole('--dimensions', options.dimensions, 1, 100_000);
  const database = openPipeline(path, { create: true });
  try {
    createSchema(database);
    const created =
      collection !== undefined &&
      addCollection(database, { collection, model, ...(dimensions === undefined ? {} : { dimensions }) });
    const result = { database: path, collection: collection ?? null, created };
    terminal.result(result, () =>
      [
        `Tables are in ${path}.`,
        ...(collection === undefined
          ? []
          : [`Collection "${collection}" ${created ? 'made' : 'was there'}.`]),
      ].join('\n'),
    );
  } finally {
    database.close();
  }
}

export interface WorkerAddOptions extends DatabaseOptions, ReadingOptions {
  collection: string;
}

/** `weighbridge worker add`: the step before the worker's, for files. Documents that are there are brought up to date. */
export async function workerAdd(
  paths: readonly string[],
  options: WorkerAddOptions,
  terminal: Terminal,
  around: Surroundings,
): Promise<void> {
  const path = pipelinePath(options, around);
  const { collection } = options;
  const job = await openJob(paths, readingSettings(options), {
    cwd: around.cwd,
    except: outputPaths(path, around.cwd),
  });
  const database = openPipeline(path);
  try {
    const known = database.prepare('SELECT 1 FROM collections WHERE collection = ?').get(collection);
    if (known === undefined) {
      throw new CliError({
        code: 'UNKNOWN_COLLECTION',
        message: `There is no collection "${collection}" in ${path}. Make it with "weighbridge worker init --collection ${collection}".`,
        facts: { collection },
      });
    }
    const sums = { documents: 0, chunks: 0, problems: 0 };
    let chunks: NewDocument['chunks'][number][] = [];
    for await (const event of job.chunks()) {
      if (event.type === 'problem') {
        terminal.warn(`${event.problem.outcome} ${event.problem.message}`);
        sums.problems += 1;
      } else if (event.type === 'chunk') {
        const { chunkId, chunker, chunkerVersion, ordinal, text, sha256 } = event.chunk;
        chunks.push({ chunkId: `${collection}:${chunkId}`, chunker, chunkerVersion, ordinal, text, sha256 });
      } else {
        const { documentId } = event;
        storeChunks(database, { jobId: `${collection}:${documentId}`, collection, documentId, chunks });
        sums.documents += 1;
        sums.chunks += chunks.length;
        chunks = [];
      }
    }
    terminal.result(
      { database: path, collection, ...sums },
      () => `${counted(sums.documents, 'document')}, ${counted(sums.chunks, 'chunk')} stored in ${path}.`,
    );
  } finally {
    database.close();
  }
}

/** `weighbridge worker status` */
export function workerStatus(options: DatabaseOptions, terminal: Terminal, around: Surroundings): void {
  const database = openPipeline(pipelinePath(options, around));
  try {
    const status = pipelineStatus(database);
    terminal.result(status, () => {
      const states = (of: Record<string, number>) =>
        Object.entries(of)
          .map(([state, n]) => `${count(n)} ${state}`)
          .join(', ') || 'none';
      return facts([
        ['jobs', states(status.jobs)],
        ['chunks', states(status.chunks)],
        ...status.collections.map(
          ({ collection, space, vectors, pausedUntil }) =>
            [
              collection,
              `${counted(vectors, 'vector')} in ${space ?? 'no space yet'}${pausedUntil === null ? '' : `, paused until ${pausedUntil}`}`,
            ] as const,
        ),
        ...status.workers.map(
          ({ workerId, chunks, leaseExpiresAt }) =>
            [workerId, `${counted(chunks, 'chunk')} until ${leaseExpiresAt}`] as const,
        ),
        ...status.failures.map(
          ({ code, chunks, message }) => [code, `${counted(chunks, 'chunk')}: ${message}`] as const,
        ),
      ]);
    });
  } finally {
    database.close();
  }
}

export interface WorkerRequeueOptions extends DatabaseOptions {
  failed?: boolean;
  collection?: string;
}

/** `weighbridge worker requeue` */
export function workerRequeue(options: WorkerRequeueOptions, terminal: Terminal, around: Surroundings): void {
  const database = openPipeline(pipelinePath(options, around));
  try {
    const { failed = false, collection } = options;
    const requeued = requeue(database, { failed, ...(collection === undefined ? {} : { collection }) });
    terminal.result({ requeued }, () => `${counted(requeued, 'chunk')} due now.`);
  } finally {
    database.close();
  }
}
