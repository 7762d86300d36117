import { formatUsd } from '@weighbridge/embeddings';
import { SingleBar } from 'cli-progress';
import { count, duration } from '../present/quantity.ts';
import type { Progress } from './send.ts';
import type { Weight } from './weigh.ts';

/** Shows how far a run is; on a terminal as a bar, elsewhere as a line now and then. */
export interface ProgressDisplay {
  update(progress: Progress): void;
  stop(): void;
}

const LINE_EVERY_MS = 10_000;

export function showProgress(weight: Weight, stream: NodeJS.WriteStream): ProgressDisplay {
  return stream.isTTY ? bar(weight, stream) : lines(weight, stream);
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

function lines(weight: Weight, stream: NodeJS.WriteStream): ProgressDisplay {
  let last = performance.now();
  return {
    update(progress) {
      const now = performance.now();
      if (now - last < LINE_EVERY_MS) return;
      last = now;
      stream.write(
        `${count(progress.embedded)} of ${count(weight.pending)} chunks, ${count(progress.tokens)} tokens, ` +
          `${formatUsd(progress.costNanoUsd)}, ${count(progress.cached)} cached\n`,
      );
    },
    stop: () => undefined,
  };
}
