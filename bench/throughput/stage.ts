import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { NODE_FLAGS } from '../../apps/cli/bin/node-flags.mjs';
import { forkHere } from './processes.ts';

const COMPILED_CODE = fileURLToPath(new URL('../../node_modules/.cache/weighbridge', import.meta.url));

interface Usage {
  cpuSeconds: number;
  peakRssMb: number;
}

export interface Bill {
  requests: number;
  billedTokens: number;
}

/** The processes that a contender talks to, made anew for each run, so that nothing is remembered from the last one. */
export class Stage implements AsyncDisposable {
  readonly environment: Record<string, string>;
  readonly #stub: ChildProcess;
  readonly #gateway: ChildProcess | undefined;
  #usage: Usage = { cpuSeconds: 0, peakRssMb: 0 };

  private constructor(
    stub: ChildProcess,
    gateway: ChildProcess | undefined,
    environment: Record<string, string>,
  ) {
    this.#stub = stub;
    this.#gateway = gateway;
    this.environment = environment;
  }

  static async set(
    options: { count: number; seed: number; latency: number },
    needsGateway: boolean,
  ): Promise<Stage> {
    const stub = forkHere('./stub.ts', {
      BENCH_LATENCY: String(options.latency),
      BENCH_COUNT: String(options.count),
      BENCH_SEED: String(options.seed),
    });
    const { baseUrl } = await messageOf<{ baseUrl: string }>(stub);
    if (!needsGateway) return new Stage(stub, undefined, { BENCH_BASE_URL: baseUrl });
    // As the start command starts it.
    const flags = [...process.execArgv, ...NODE_FLAGS];
    const environment = { BENCH_BASE_URL: baseUrl, NODE_COMPILE_CACHE: COMPILED_CODE };
    const gateway = forkHere('./gateway.ts', environment, flags);
    const { gatewayUrl, gatewayKey } = await messageOf<{ gatewayUrl: string; gatewayKey: string }>(gateway);
    gateway.send('begin');
    return new Stage(stub, gateway, {
      BENCH_BASE_URL: baseUrl,
      BENCH_GATEWAY_URL: gatewayUrl,
      BENCH_GATEWAY_KEY: gatewayKey,
    });
  }

  /** What reached the stand-in, the warm-up's requests included; reads the gateway's usage as well. */
  async bill(): Promise<Bill> {
    if (this.#gateway) {
      this.#gateway.send('usage');
      this.#usage = await messageOf<Usage>(this.#gateway);
    }
    this.#stub.send('stats');
    return messageOf<Bill>(this.#stub);
  }

  /** With the warm-up; zero without a gateway. */
  gatewayCpuSeconds(): number {
    return this.#usage.cpuSeconds;
  }

  gatewayPeakRssMb(): number {
    return this.#usage.peakRssMb;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#gateway) {
      const gone = once(this.#gateway, 'exit');
      this.#gateway.send('close');
      await gone;
    }
    const gone = once(this.#stub, 'exit');
    this.#stub.kill();
    await gone;
  }
}

async function messageOf<T>(child: ChildProcess): Promise<T> {
  const [message] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`A process of the stage ended with ${code}.`);
    }),
  ]);
  return message as T;
}
