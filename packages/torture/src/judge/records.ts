import type { WorkerLine } from '../record/lines.ts';
import { readRecord } from '../record/record.ts';

/** What the processes wrote of one attempt. Instants are microseconds of the machine's clock. */
export interface Attempt {
  id: string;
  call: string;
  /** Absent when the ledger was never asked. */
  asked?: { at: number; now: number; tokens: number; nanoUsd: bigint; scopes: readonly string[] };
  heldAt?: number;
  sentAt?: number;
  sentNow?: number;
}

/** The records of one phase, read together. */
export class Records {
  readonly attempts = new Map<string, Attempt>();
  readonly calls = new Map<string, { project: string; at: number }>();
  /** When a text first came back sound: by project and SHA-256. */
  readonly delivered = new Map<string, number>();
  readonly refusals = new Map<string, number>();
  readonly troubles: string[] = [];
  holds = 0;
  readonly #flights: { at: number; change: 1 | -1 }[] = [];

  constructor(paths: readonly string[]) {
    for (const path of paths) this.#read(readRecord<WorkerLine>(path));
  }

  mostInFlight(): number {
    let now = 0;
    let most = 0;
    for (const { change } of this.#flights.sort((a, b) => a.at - b.at || a.change - b.change)) {
      now += change;
      most = Math.max(most, now);
    }
    return most;
  }

  #read(lines: readonly WorkerLine[]): void {
    const out = new Set<string>();
    for (const line of lines) {
      switch (line.e) {
        case 'ask':
          for (const { id, tokens, nano } of line.holds) {
            const { t: at, now, scopes } = line;
            this.#attempt(id, line.call).asked = { at, now, tokens, nanoUsd: BigInt(nano), scopes };
          }
          break;
        case 'held':
          this.holds += line.ids.length;
          for (const id of line.ids) this.#attempt(id, '').heldAt = line.t;
          break;
        case 'sent':
          Object.assign(this.#attempt(line.id, line.call), { sentAt: line.t, sentNow: line.now });
          this.#flights.push({ at: line.t, change: 1 });
          out.add(line.id);
          break;
        case 'over':
          if (out.delete(line.id)) this.#flights.push({ at: line.t, change: -1 });
          break;
        case 'call':
          this.calls.set(line.call, { project: line.project, at: line.t });
          break;
        case 'done':
          this.#deliver(line);
          break;
        case 'refused':
          this.refusals.set(line.budget, (this.refusals.get(line.budget) ?? 0) + 1);
          break;
        case 'trouble':
          this.troubles.push(line.what);
      }
    }
    // A killed process wrote nothing of the end of what it had out.
    const last = lines.at(-1)?.t ?? 0;
    for (const _ of out) this.#flights.push({ at: last, change: -1 });
  }

  #attempt(id: string, call: string): Attempt {
    let attempt = this.attempts.get(id);
    if (!attempt) {
      attempt = { id, call };
      this.attempts.set(id, attempt);
    }
    return attempt;
  }

  #deliver({ t, call, delivered }: Extract<WorkerLine, { e: 'done' }>): void {
    const project = this.calls.get(call)?.project ?? '';
    for (const sha256 of delivered) {
      const key = `${project} ${sha256}`;
      this.delivered.set(key, Math.min(t, this.delivered.get(key) ?? t));
    }
  }
}
