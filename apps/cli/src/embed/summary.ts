import { formatUsd } from '@weighbridge/embeddings';
import { describeError, type ErrorReport } from '../command-line/describe-error.ts';
import { EXIT, type ExitCode } from '../command-line/exit-codes.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { count, counted } from '../present/quantity.ts';
import type { Progress } from './send.ts';
import type { Weight } from './weigh.ts';

/** How a run of `embed` ended. */
export interface Outcome {
  weight: Weight;
  progress: Progress;
  output: string;
  /** The space the output is pinned to; null while it holds nothing. */
  space: string | null;
  run: string;
  interrupted: boolean;
}

/** Longer lists are cut in the JSON; the counts are not. */
const MOST_LISTED = 1000;

/** The summary as a script reads it. `embedded` counts vectors written by this run, `cached` those that cost nothing. */
export function outcomeAsJson(outcome: Outcome) {
  const { weight, progress, output, run } = outcome;
  const { answer, problems } = weight;
  const stopped = stopReport(outcome);
  return {
    documents: weight.documents,
    chunks: weight.chunks,
    resumed: weight.resumed,
    embedded: progress.embedded,
    cached: progress.cached,
    failed: failedCount(outcome),
    skipped: problems.filter((problem) => problem.outcome === 'skipped').length,
    tokens: progress.tokens,
    billedTokens: progress.billedTokens,
    requests: progress.requests,
    costNanoUsd: progress.costNanoUsd.toString(),
    cost: formatUsd(progress.costNanoUsd),
    wouldHaveNanoUsd: progress.wouldHaveNanoUsd.toString(),
    savedNanoUsd: progress.savedNanoUsd.toString(),
    truncatedTokens: progress.truncatedTokens,
    splitChunks: progress.splitChunks,
    mode: answer?.mode ?? null,
    provider: answer?.provider ?? null,
    model: answer?.model ?? null,
    dimensions: answer?.dimensions ?? null,
    space: outcome.space,
    output,
    run,
    complete: isComplete(outcome),
    stopped: stopped ? { code: stopped.code, message: stopped.message, facts: stopped.facts } : null,
    problems: problems.slice(0, MOST_LISTED),
    failures: progress.failures.slice(0, MOST_LISTED),
  };
}

/** The summary as people read it. */
export function outcomeAsText(outcome: Outcome, style: Terminal['style']): string {
  const { weight, progress, output } = outcome;
  const done = isComplete(outcome)
    ? style('green', 'done', 'stdout')
    : style('yellow', 'not finished', 'stdout');
  const parts = [
    `${done}  ${counted(progress.embedded, 'vector')} written to ${output}` +
      (progress.cached > 0 ? `, ${count(progress.cached)} of them without paying` : '') +
      (weight.resumed > 0 ? `; ${count(weight.resumed)} were there before` : ''),
    `${counted(progress.tokens, 'token')}, ${count(progress.billedTokens)} billed in ${counted(progress.requests, 'request')}: ` +
      formatUsd(progress.costNanoUsd) +
      (progress.wouldHaveNanoUsd > 0n
        ? ` (real would have cost ${formatUsd(progress.wouldHaveNanoUsd)})`
        : ''),
  ];
  if (progress.truncatedTokens > 0)
    parts.push(`${counted(progress.truncatedTokens, 'token')} cut off long chunks`);
  if (progress.splitChunks > 0) {
    parts.push(`${counted(progress.splitChunks, 'chunk')} embedded as the average of several windows`);
  }
  if (outcome.space !== null) parts.push(`space ${outcome.space}`);
  const failed = failedCount(outcome);
  if (failed > 0) parts.push(style('red', `${count(failed)} failed`, 'stdout'));
  return parts.join('\n');
}

/** Everything that should have a vector has one. */
export function isComplete({ progress, weight, interrupted }: Outcome): boolean {
  return (
    !interrupted &&
    progress.stopped === undefined &&
    progress.failures.length === 0 &&
    weight.problems.every((problem) => problem.outcome === 'skipped')
  );
}

/** Why the run ended early; undefined when it did not, or was interrupted. */
export function stopReport({ progress, interrupted }: Outcome): ErrorReport | undefined {
  return progress.stopped === undefined || interrupted ? undefined : describeError(progress.stopped);
}

export function outcomeExitCode(outcome: Outcome): ExitCode {
  if (outcome.interrupted) return EXIT.interrupted;
  const stopped = stopReport(outcome);
  if (stopped) return stopped.exitCode;
  return isComplete(outcome) ? EXIT.ok : EXIT.failure;
}

/** Chunks without a vector, and files that could not be read. */
function failedCount({ progress, weight }: Outcome): number {
  return progress.failures.length + weight.problems.filter((problem) => problem.outcome === 'failed').length;
}
