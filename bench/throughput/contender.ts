import { corpus, corpusWithRepeats } from './corpus.ts';

/** What a contender is told by its environment. */
export interface Task {
  /** With `/v1`. */
  baseUrl: string;
  /** Of the gateway, for the one contender that asks it. */
  gatewayUrl: string;
  gatewayKey: string;
  count: number;
  seed: number;
  /** Share of texts that repeat an earlier one. */
  repeats: number;
  /** How often the corpus is embedded as a whole, one after the other. */
  passes: number;
}

/** Embeds all texts and answers how many vectors it has, each of 1,536 floats. */
export type Embed = (texts: string[]) => Promise<number>;

/** One program's run; sent to the conductor over IPC. */
export interface Outcome {
  seconds: number;
  /** User and system time of this process. */
  cpuSeconds: number;
  peakRssMb: number;
  vectors: number;
  /** Of each time that the corpus was embedded; empty where it is not a corpus. */
  passSeconds: number[];
}

const WARM_UP = 3_000;

/**
 * Runs one contender in this process: prepares, warms connections and compiler up with other texts, embeds the task's
 * texts, and reports.
 */
export async function contend(
  prepare: (task: Task) => Promise<{ embed: Embed; close?: () => Promise<void> }>,
): Promise<void> {
  const task = taskFromEnvironment();
  const { embed, close } = await prepare(task);
  await embed(corpus(WARM_UP, 0));
  const texts = corpusWithRepeats(task.count, task.seed, task.repeats);
  const passSeconds: number[] = [];
  await report(async () => {
    let vectors = 0;
    for (let pass = 0; pass < task.passes; pass += 1) {
      const from = performance.now();
      vectors += await embed(texts);
      passSeconds.push((performance.now() - from) / 1000);
    }
    return vectors;
  }, passSeconds);
  await close?.();
}

export function taskFromEnvironment(): Task {
  const { env } = process;
  return {
    baseUrl: env.BENCH_BASE_URL ?? '',
    gatewayUrl: env.BENCH_GATEWAY_URL ?? '',
    gatewayKey: env.BENCH_GATEWAY_KEY ?? '',
    count: Number(env.BENCH_COUNT),
    seed: Number(env.BENCH_SEED),
    repeats: Number(env.BENCH_REPEATS ?? 0),
    passes: Number(env.BENCH_PASSES ?? 1),
  };
}

/** Times `work`, which answers how many vectors it has and fills `passSeconds`, and tells the conductor. */
export async function report(work: () => Promise<number>, passSeconds: number[] = []): Promise<void> {
  const cpu = process.cpuUsage();
  const from = performance.now();
  const vectors = await work();
  const seconds = (performance.now() - from) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const outcome: Outcome = {
    seconds,
    cpuSeconds: (user + system) / 1e6,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
    vectors,
    passSeconds,
  };
  process.send?.(outcome);
}

/** Runs `work` over items, at most `width` at a time, in order of starting. */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const lane = async () => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index] as T);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  return results;
}
