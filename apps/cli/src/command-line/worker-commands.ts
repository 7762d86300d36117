import type { Command } from 'commander';
import type { WorkerCommandOptions } from '../commands/worker.ts';
import type { WorkerAddOptions, WorkerInitOptions, WorkerRequeueOptions } from '../commands/worker-tables.ts';
import type { CommandContext } from './context.ts';
import { collect, readingOptions } from './work-commands.ts';

/** The embedding step of a pipeline, and the tables that it works on. */
export function addWorker(program: Command, { terminal, around, finish }: CommandContext): void {
  const worker = program
    .command('worker')
    .description('Embed the chunks of a pipeline’s database, beside other workers; runs until a signal')
    .option('--db <file>', 'the pipeline’s SQLite database (WEIGHBRIDGE_PIPELINE_DB, pipeline.db)')
    .option('--once', 'end when nothing is due now')
    .option('--drain', 'end when nothing is left, waiting for what is due within five minutes')
    .option('--concurrency <n>', 'batches under way at once (2)')
    .option('--batch-chunks <n>', 'chunks of a batch, at most (1024)')
    .option('--lease-seconds <n>', 'how long chunks stay a worker’s after its last sign of life (60)')
    .option('--worker-id <id>', 'names this worker in the table of batches')
    .option(
      '--tag <label>',
      'a label for budgets and breakdowns, such as team:search; may be repeated',
      collect,
    )
    .option('--too-long <policy>', 'error, truncate or split (the project’s setting)')
    .option('--key <key>', 'sign in by an access key (WEIGHBRIDGE_KEY) instead of the token file')
    .action(async (_options, command: Command) => {
      const { worker } = await import('../commands/worker.ts');
      finish(await worker(command.optsWithGlobals<WorkerCommandOptions>(), terminal, around));
    });
  worker
    .command('init')
    .description('Make the tables, and a collection to embed into')
    .option('--collection <name>', 'where vectors go: one model, one space')
    .option('--model <model>', 'its embedding model', 'text-embedding-3-small')
    .option('--dimensions <n>', 'shorter vectors, where the model can')
    .action(async (_options, command: Command) => {
      const { workerInit } = await import('../commands/worker-tables.ts');
      workerInit(command.optsWithGlobals<WorkerInitOptions>(), terminal, around);
    });
  readingOptions(
    worker.command('add').description('Read and cut documents, and store their chunks for workers to embed'),
    { target: false },
  )
    .requiredOption('--collection <name>', 'the collection that they belong to')
    .action(async (paths: string[], _options, command: Command) => {
      const { workerAdd } = await import('../commands/worker-tables.ts');
      await workerAdd(paths, command.optsWithGlobals<WorkerAddOptions>(), terminal, around);
    });
  worker
    .command('status')
    .description('Where everything stands: states, pauses, workers, failures')
    .action(async (_options, command: Command) => {
      const { workerStatus } = await import('../commands/worker-tables.ts');
      workerStatus(command.optsWithGlobals<WorkerCommandOptions>(), terminal, around);
    });
  worker
    .command('requeue')
    .description('Make what waits for a later time due now; with --failed also what has failed')
    .option('--failed', 'also chunks in failed_embedding')
    .option('--collection <name>', 'of this collection only')
    .action(async (_options, command: Command) => {
      const { workerRequeue } = await import('../commands/worker-tables.ts');
      workerRequeue(command.optsWithGlobals<WorkerRequeueOptions>(), terminal, around);
    });
}
