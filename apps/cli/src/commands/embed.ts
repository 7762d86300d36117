import { randomBytes } from 'node:crypto';
import { relative, resolve } from 'node:path';
import { chunkerVersion } from '../chunks/chunk.ts';
import { CliError, usageError } from '../command-line/cli-error.ts';
import { EXIT, type ExitCode } from '../command-line/exit-codes.ts';
import { type Interrupt, watchInterrupts } from '../command-line/interrupt.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { type Job, openJob } from '../embed/job.ts';
import { weightAsJson, weightAsText } from '../embed/present-weight.ts';
import { showProgress } from '../embed/progress-bar.ts';
import { emptyProgress, type Progress, send } from '../embed/send.ts';
import {
  outputPaths,
  type ReadingOptions,
  type ReadingSettings,
  readingSettings,
  vectorEncoding,
} from '../embed/settings.ts';
import { type Outcome, outcomeAsJson, outcomeAsText, outcomeExitCode, stopReport } from '../embed/summary.ts';
import { assertDocuments, type Weight, weigh } from '../embed/weigh.ts';
import { whatFits } from '../embed/what-fits.ts';
import { type Connection, type ConnectionOptions, connect } from '../gateway/connect.ts';
import type { Surroundings } from '../gateway/place.ts';
import { counted } from '../present/quantity.ts';
import { openVectorFile } from '../vector-files/open.ts';
import { TOO_LONG_BEFORE, type VectorFile } from '../vector-files/vector-file.ts';

export interface EmbedOptions extends ReadingOptions, ConnectionOptions {
  output: string;
  vectors: string;
  yes?: boolean;
  dryRun?: boolean;
}

/** `weighbridge embed`: quote, ask, embed, write; resumes where an earlier run ended. */
export async function embed(
  paths: readonly string[],
  options: EmbedOptions,
  terminal: Terminal,
  around: Surroundings,
): Promise<ExitCode> {
  const settings = readingSettings(options);
  const encoding = vectorEncoding(options.vectors);
  if (!options.yes && !options.dryRun && !terminal.interactive) {
    throw usageError(
      'Nobody is there to be asked whether the price is right. Add --yes to go ahead, or --dry-run to see the quote only. Nothing was sent.',
    );
  }
  const output = resolve(around.cwd, options.output);
  const job = await openJob(paths, settings, {
    cwd: around.cwd,
    except: outputPaths(options.output, around.cwd),
  });
  const connection = await connect(options, around);
  const file = await openVectorFile(output, encoding);
  const interrupt = watchInterrupts();
  const run: Run = { job, settings, connection, file, interrupt, terminal };
  try {
    assertSameCuts(file, settings);
    const weight = await weighJob(run);
    if (options.dryRun) {
      const plan = { dryRun: true, embedded: 0, ...weightAsJson(weight), output: shown(output, around.cwd) };
      terminal.result(plan, () => weightAsText(weight, terminal.style));
      return EXIT.ok;
    }
    terminal.report('quote', weightAsJson(weight), () => weightAsText(weight, terminal.style));
    if (!options.yes && weight.pending > 0) await ask(weight);
    const name = `embed-${randomBytes(6).toString('hex')}`;
    const progress = await sendJob(run, weight, name);
    const outcome: Outcome = {
      weight,
      progress,
      output: shown(output, around.cwd),
      space: file.pin?.space ?? weight.answer?.space ?? null,
      run: name,
      interrupted: interrupt.soft.aborted && progress.embedded + progress.failures.length < weight.pending,
    };
    report(outcome, terminal);
    return outcomeExitCode(outcome);
  } finally {
    interrupt.release();
    await file.close();
  }
}

interface Run {
  job: Job;
  settings: ReadingSettings;
  connection: Connection;
  file: VectorFile;
  interrupt: Interrupt;
  terminal: Terminal;
}

async function weighJob({ job, settings, connection, file, interrupt, terminal }: Run): Promise<Weight> {
  terminal.note(`Weighing ${counted(job.files.length, 'file')} …`);
  const weight = await weigh({
    client: connection.client,
    target: settings.target,
    events: job.chunks(),
    isHeld: (chunk) => file.has(chunk),
    pinned: file.pin,
    signal: interrupt.soft,
    onProgress: () => undefined,
  });
  for (const problem of weight.problems) terminal.warn(`${problem.outcome} ${problem.message}`);
  assertDocuments(weight);
  return weight;
}

async function ask(weight: Weight): Promise<void> {
  const { askToGoOn } = await import('../embed/confirm.ts');
  await askToGoOn(`Embed ${counted(weight.pending, 'chunk')}?`);
}

async function sendJob(run: Run, weight: Weight, name: string): Promise<Progress> {
  const { job, settings, connection, file, interrupt, terminal } = run;
  // Nothing to embed, and nothing to tidy: reading everything once more would change nothing.
  if (weight.pending === 0 && !file.removesStale) return emptyProgress();
  if (weight.pending > 0) await file.prepare();
  const display = showProgress(weight, terminal, process.stderr);
  const onStop = () =>
    terminal.note('\nStopping: what is under way is still written. Ctrl-C again stops at once.');
  interrupt.soft.addEventListener('abort', onStop, { once: true });
  try {
    return await send({
      client: connection.client,
      target: settings.target,
      events: job.chunks(),
      file,
      space: weight.answer?.space ?? file.pin?.space ?? '',
      tooLong: weight.answer?.tooLongPolicy ?? TOO_LONG_BEFORE,
      run: name,
      soft: interrupt.soft,
      hard: interrupt.hard,
      onProgress: (progress) => display.update(progress),
    });
  } finally {
    interrupt.soft.removeEventListener('abort', onStop);
    display.stop();
  }
}

function report(outcome: Outcome, terminal: Terminal): void {
  const { weight, progress, output } = outcome;
  for (const failure of progress.failures.slice(0, 20)) {
    terminal.warn(`${failure.documentId}, chunk ${failure.ordinal}: ${failure.message} [${failure.code}]`);
  }
  terminal.result(outcomeAsJson(outcome), () => outcomeAsText(outcome, terminal.style));
  const stopped = stopReport(outcome);
  if (stopped) {
    terminal.error(stopped);
    const fitting = stopped.code === 'BUDGET_EXCEEDED' ? whatFits(stopped.facts, weight) : undefined;
    if (fitting) terminal.note(fitting);
  }
  if (stopped || outcome.interrupted || progress.failures.length > 0) {
    terminal.note(
      `${output} keeps what was written. Run the same command again to go on: what was paid for is not paid again.`,
    );
  }
}

/** @throws CliError CHUNKER_MISMATCH when the output was cut with other sizes. */
function assertSameCuts(file: VectorFile, settings: ReadingSettings): void {
  const version = chunkerVersion(settings);
  const pinned = file.pin?.chunkerVersion;
  if (pinned === undefined || pinned === version) return;
  throw new CliError({
    code: 'CHUNKER_MISMATCH',
    message: `${file.path} was cut by chunker version ${pinned} (revision+tokens.overlap), this run would cut by ${version}. Use the same --chunk-tokens and --chunk-overlap, or write to another file with -o. Nothing was sent.`,
    facts: { pinned, actual: version },
  });
}

function shown(path: string, cwd: string): string {
  return relative(cwd, path) || path;
}
