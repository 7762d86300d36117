/**
 * What processes write down about a run, besides the database: JSON lines, each written by a blocking call, so that
 * `kill -9` loses none. `t` is the machine's monotonic clock in microseconds, comparable between processes; `now` and
 * `at` are virtual times in ms; amounts are decimal strings of nano-USD.
 */
export type WorkerLine =
  /** A life of a process begins: its stores are open. */
  | { e: 'open'; t: number; instance: string; now: number; recovered: number }
  /** Holds are asked of the ledger, at this reading of the process's clock. */
  | { e: 'ask'; t: number; now: number; call: string; scopes: readonly string[]; holds: readonly AskedHold[] }
  /** The ledger placed them. */
  | { e: 'held'; t: number; ids: readonly string[] }
  /** A budget refused what a client asked for. */
  | { e: 'refused'; t: number; budget: string }
  /** A request of this attempt is about to leave. */
  | { e: 'sent'; t: number; now: number; call: string; id: string }
  /** Its provider answered or failed. */
  | { e: 'over'; t: number; id: string }
  /** A client begins a call; `call` is its correlation id. */
  | { e: 'call'; t: number; call: string; project: string }
  /** The call is answered; SHA-256 of the texts that came back with a sound vector. */
  | { e: 'done'; t: number; call: string; delivered: readonly string[] }
  /** The call failed with an error of ours. */
  | { e: 'failed'; t: number; call: string; code: string }
  /** Something that should not happen: the run fails. */
  | { e: 'trouble'; t: number; what: string };

export interface AskedHold {
  id: string;
  tokens: number;
  nano: string;
}

export type CourseLine =
  /** The clock is about to be told `at`, by all processes or by one; `back` when that is before the true course. */
  | { e: 'clock'; t: number; at: number; back: boolean }
  /** A limit was changed: asked for at `asked`, in force for certain at `t`. */
  | { e: 'limit'; asked: number; t: number; budget: string; nano: string }
  | { e: 'phase'; t: number; name: Phase }
  /** A process was killed with that many requests out. */
  | { e: 'kill'; t: number; slot: number; life: number; inFlight: number }
  /** A process ended that nobody killed. */
  | { e: 'died'; t: number; slot: number; life: number; how: string };

/** `load`: the clients run; `closing`: they have stopped. */
export type Phase = 'load' | 'closing';
