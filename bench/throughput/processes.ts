import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './contender.ts';

export interface Contender {
  name: string;
  /** Share of the texts that it is given, so that the slowest do not take minutes. */
  share: number;
  /** By how much that share shrinks again where each request takes long. */
  slow: number;
  needsGateway: boolean;
}

export const CONTENDERS: readonly Contender[] = [
  { name: 'raw', share: 1, slow: 0, needsGateway: false },
  { name: 'openai-base64', share: 1, slow: 0, needsGateway: false },
  { name: 'openai-default', share: 1, slow: 0, needsGateway: false },
  { name: 'langchain', share: 1, slow: 0, needsGateway: false },
  { name: 'llamaindex', share: 0.2, slow: 4, needsGateway: false },
  { name: 'ai-sdk', share: 0.2, slow: 0, needsGateway: false },
  { name: 'weighbridge-library', share: 1, slow: 0, needsGateway: false },
  { name: 'weighbridge-client', share: 1, slow: 0, needsGateway: true },
];

/** Runs a contender in a fresh process to its end. */
export function runContender(
  { name }: Contender,
  environment: Record<string, string>,
  {
    count,
    seed,
    repeats = 0,
    passes = 1,
  }: { count: number; seed: number; repeats?: number; passes?: number },
): Promise<Outcome> {
  const child = forkHere(`./contenders/${name}.ts`, {
    ...environment,
    BENCH_COUNT: String(count),
    BENCH_SEED: String(seed),
    BENCH_REPEATS: String(repeats),
    BENCH_PASSES: String(passes),
  });
  return new Promise((resolve, reject) => {
    let outcome: Outcome | undefined;
    child.on('message', (message: Outcome) => {
      outcome = message;
    });
    child.on('exit', (code) => {
      if (outcome) resolve(outcome);
      else reject(new Error(`${name} ended with ${code} and no figures.`));
    });
  });
}

export function forkHere(
  path: string,
  environment: Record<string, string>,
  execArgv = process.execArgv,
): ChildProcess {
  return fork(fileURLToPath(new URL(path, import.meta.url)), [], {
    // What a machine happens to export must not steer a client.
    env: { PATH: process.env.PATH, ...environment },
    execArgv: [...execArgv],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}
