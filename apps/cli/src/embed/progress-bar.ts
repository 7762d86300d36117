import { formatUsd } from '@weighbridge/embeddings';
import { SingleBar } from 'cli-progress';
import type { Terminal } from '../command-line/terminal.ts';
import { count, duration } from '../present/quantity.ts';
import type { Progress } from './send.ts';
import type { Weight } from './weigh.ts';

/** Shows how far a run is; on a terminal as a bar, elsewhere and for scripts as a line now and then. */
export interface ProgressDisplay {
  update(progress: Progress): void;
  stop(): void;
}

const LINE_EVERY_MS = 10_000;

/** `stream` is where the terminal writes notes: only a bar needs to know it. */
export function showProgress(
  weight: Weight,
  terminal: Pick<Terminal, 'json' | 'report'>,
  stream: NodeJS.WriteStream,
): ProgressDisplay {
  return stream.isTTY && !terminal.json ? bar(weight, stream) : lines(weight, terminal);
}

function bar(weight: Weight, stream: NodeJS.WriteStream): ProgressDisplay {
  const started = performance.now();
  const display = new SingleBar({
    stream,
    format:
      ' {bar} {percentage} %  {chunks}/{total} chunks  {tokens} tokens  {cost}  {cached} cached  ETA {left}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    hideCursor: true,
    // Ours are handled by whoever runs the job.
    gracefulExit: false,
    formatValue: (value, _options, type) => (type === 'total' ? count(value) : String(value)),
  });
  const payload = (progress: Progress | undefined) => {
    const done = (progress?.embedded ?? 0) + (progress?.failures.length ?? 0);
    const rate = done / ((performance.now() - started) / 1000);
    return {
      chunks: count(done),
      tokens: count(progress?.tokens ?? 0),
      cost: formatUsd(progress?.costNanoUsd ?? 0n),
      cached: count(progress?.cached ?? 0),
      left: rate > 0 ? duration((weight.pending - done) / rate) : '…',
    };
  };
  display.start(weight.pending, 0, payload(undefined));
  return {
    update: (progress) => display.update(progress.embedded + progress.failures.length, payload(progress)),
    stop: () => display.stop(),
  };
}

function lines(weight: Weight, terminal: Pick<Terminal, 'report'>): ProgressDisplay {
  let last = performance.now();
  return {
    update(progress) {
      const now = performance.now();
      const done = progress.embedded + progress.failures.length;
      // The end is told by whoever reports the outcome.
      if (now - last < LINE_EVERY_MS || done >= weight.pending) return;
      last = now;
      terminal.report('progress', progressAsJson(progress, weight), () => progressAsText(progress, weight));
    },
    stop: () => undefined,
  };
}

/** The names are those of the summary; `pending` is how many chunks there were to embed. */
function progressAsJson({ embedded, cached, failures, tokens, costNanoUsd }: Progress, { pending }: Weight) {
  return {
    embedded,
    pending,
    cached,
    failed: failures.length,
    tokens,
    costNanoUsd: costNanoUsd.toString(),
  };
}

function progressAsText(progress: Progress, { pending }: Weight): string {
  return (
    `${count(progress.embedded)} of ${count(pending)} chunks, ${count(progress.tokens)} tokens, ` +
    `${formatUsd(progress.costNanoUsd)}, ${count(progress.cached)} cached`
  );
}
