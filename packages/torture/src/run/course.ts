import type { CourseLine, Phase } from '../record/lines.ts';
import { instant, RecordFile } from '../record/record.ts';

/** The run's own record: what was done to the processes, when. */
export class Course {
  readonly #record: RecordFile<CourseLine>;

  constructor(path: string) {
    this.#record = new RecordFile(path);
  }

  phase(name: Phase): void {
    this.#record.write({ e: 'phase', t: instant(), name });
  }

  /** Before anybody is told. */
  clock(at: number, back: boolean): void {
    this.#record.write({ e: 'clock', t: instant(), at, back });
  }

  /** After it is in force; `asked` is from before. */
  limit(budget: string, limitNanoUsd: bigint, asked: number): void {
    this.#record.write({ e: 'limit', asked, t: instant(), budget, nano: String(limitNanoUsd) });
  }

  kill(slot: number, life: number, inFlight: number): void {
    this.#record.write({ e: 'kill', t: instant(), slot, life, inFlight });
  }

  died(slot: number, life: number, how: string): void {
    this.#record.write({ e: 'died', t: instant(), slot, life, how });
  }
}
