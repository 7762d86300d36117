import type { Scenario } from '../scenario/scenario.ts';

/** What a worker process is told when it starts. */
export interface WorkerConfig {
  scenario: Scenario;
  /** `store`: one of several processes over the same data; `naive`: all clients in one process that counts afterwards. */
  role: 'store' | 'naive';
  slot: number;
  life: number;
  dir: string;
  dataDir: string;
  record: string;
  stubUrl: string;
  /** Engines in this process, each with the scenario's clients. */
  engines: number;
  /** Virtual time at the start. */
  at: number;
  limits: Limits;
}

/** Limits in force by budget id, nano-USD. */
export type Limits = Readonly<Record<string, bigint>>;

export type ToWorker =
  | { kind: 'start'; config: WorkerConfig }
  | { kind: 'clock'; at: number }
  | { kind: 'limits'; limits: Limits }
  | { kind: 'stop' };

export type FromWorker =
  /** The stores are open and the clients run. */
  | { kind: 'ready' }
  /** Requests that are out, whenever that changes. */
  | { kind: 'pulse'; inFlight: number };
