import { resolve } from 'node:path';
import {
  type BatchEvent,
  createWorker,
  openPipeline,
  type WorkerEvent,
  type WorkerSummary,
} from '@weighbridge/worker';
import { usageError } from '../command-line/cli-error.ts';
import { EXIT, type ExitCode } from '../command-line/exit-codes.ts';
import { watchInterrupts } from '../command-line/interrupt.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { whole } from '../embed/settings.ts';
import { type ConnectionOptions, connect } from '../gateway/connect.ts';
import type { Surroundings } from '../gateway/place.ts';
import { count, counted } from '../present/quantity.ts';

export interface WorkerCommandOptions extends ConnectionOptions {
  db?: string;
  once?: boolean;
  drain?: boolean;
  concurrency?: string;
  batchChunks?: string;
  leaseSeconds?: string;
  workerId?: string;
  tag?: string[];
  tooLong?: string;
}

/** The database that `--db` names, else WEIGHBRIDGE_PIPELINE_DB, else ./pipeline.db. */
export function pipelinePath({ db }: { db?: string }, { env, cwd }: Surroundings): string {
  return resolve(cwd, db ?? (env.WEIGHBRIDGE_PIPELINE_DB || 'pipeline.db'));
}

/**
 * `weighbridge worker`: JSON is a line for each batch, and a last one with the sums. The first signal finishes what is
 * under way; the second puts it back.
 */
export async function worker(
  options: WorkerCommandOptions,
  terminal: Terminal,
  around: Surroundings,
): Promise<ExitCode> {
  if (options.once && options.drain) throw usageError('Choose one of --once and --drain.');
  const settings = {
    ...(options.concurrency === undefined
      ? {}
      : { concurrency: whole('--concurrency', options.concurrency, 1, 64) }),
    ...(options.batchChunks === undefined
      ? {}
      : { batchChunks: whole('--batch-chunks', options.batchChunks, 1, 20_000) }),
    ...(options.leaseSeconds === undefined
      ? {}
      : { leaseMs: whole('--lease-seconds', options.leaseSeconds, 1, 86_400) * 1000 }),
    ...(options.workerId === undefined ? {} : { workerId: options.workerId }),
    ...(options.tag === undefined ? {} : { tags: options.tag }),
    ...(options.tooLong === undefined ? {} : { tooLong: tooLong(options.tooLong) }),
  };
  const database = openPipeline(pipelinePath(options, around));
  const interrupt = watchInterrupts();
  try {
    const { client } = await connect(options, around);
    let refusal: string | null = null;
    const running = createWorker({
      database,
      client,
      ...settings,
      onEvent: (event) => {
        if (event.event === 'batch') refusal = event.code;
        tell(event, terminal);
      },
    });
    const mode = options.once ? 'once' : options.drain ? 'drain' : 'forever';
    const summary = await running.run({ mode, soft: interrupt.soft, hard: interrupt.hard });
    if (terminal.json) terminal.line({ event: 'summary', workerId: running.workerId, ...summary });
    else terminal.result(summary, () => summaryText(summary));
    // A worker that runs for ever ends by a signal, and in order.
    if (interrupt.soft.aborted) return mode === 'forever' ? EXIT.ok : EXIT.interrupted;
    if (mode !== 'drain' || summary.left.chunks === 0) return EXIT.ok;
    return refusal === 'BUDGET_EXCEEDED' ? EXIT.budget : EXIT.failure;
  } finally {
    interrupt.release();
    database.close();
  }
}

function tooLong(given: string): 'error' | 'truncate' | 'split' {
  if (given === 'error' || given === 'truncate' || given === 'split') return given;
  throw usageError(`--too-long is "${given}"; write error, truncate or split.`, { given });
}

function tell(event: WorkerEvent, terminal: Terminal): void {
  if (terminal.json) terminal.line(event);
  else if (event.event === 'queued') terminal.note(`${counted(event.jobs, 'job')} queued`);
  else if (event.event === 'batch') tellBatch(event, terminal);
  else
    terminal.warn(
      `${counted(event.batches, 'batch', 'batches')} of workers that are gone went back to the queue`,
    );
}

function tellBatch(batch: BatchEvent, terminal: Terminal): void {
  const { stored, failed, requeued, cached, tokens, collection, ms, code, message } = batch;
  const parts = [
    `${count(stored)} stored${cached > 0 ? ` (${count(cached)} cached)` : ''}`,
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
    ...(requeued > 0 ? [`${count(requeued)} requeued`] : []),
    counted(tokens, 'token'),
    `${ms} ms`,
  ];
  terminal.note(`${collection}: ${parts.join(', ')}`);
  if (code !== null) terminal.warn(`${message} [${code}]`);
}

function summaryText({ stored, failed, tokens, costNanoUsd, left }: WorkerSummary): string {
  const lines = [
    `${counted(stored, 'chunk')} stored, ${count(failed)} failed; ${counted(tokens, 'token')}, ${costNanoUsd} nano-USD`,
  ];
  if (left.chunks > 0) {
    lines.push(
      `${counted(left.chunks, 'chunk')} left${left.dueAt === null ? '' : `, the next due at ${left.dueAt}`}`,
    );
  }
  return lines.join('\n');
}
