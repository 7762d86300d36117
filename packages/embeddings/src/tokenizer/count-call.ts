import { borderBefore } from './segments.ts';
import { LONGEST_TOKEN_BYTES } from './vocabulary.ts';
import type { LaneTask } from './worker-lane.ts';

/** A request carries about this many UTF-16 code units: milliseconds of work, a fraction of one to send. */
const REQUEST_UNITS = 1 << 16;
const REQUEST_TEXTS = 1 << 10;
/** A text without a certain border is sent in parts of this size, so that sending never takes long. */
export const PART_UNITS = 1 << 20;

/** Numbers the texts that are sent in parts, over all calls of this thread. */
let wholes = 0;

export function nextWhole(): number {
  return ++wholes;
}

/** One call of `countMany` on its way through the workers: hands out its texts bit by bit, adds up what returns. */
export class CountCall {
  readonly counts: Promise<Uint32Array>;
  private readonly texts: readonly string[];
  private readonly limit: number;
  private readonly totals: Uint32Array;
  private readonly settle: PromiseWithResolvers<Uint32Array>;
  /** What is handed out next: `texts[index]` from `offset` on. */
  private index = 0;
  private offset = 0;
  private outstanding = 0;
  private settled = false;

  constructor(texts: readonly string[], limit: number) {
    this.texts = texts;
    this.limit = limit;
    this.totals = new Uint32Array(texts.length);
    this.settle = Promise.withResolvers();
    this.counts = this.settle.promise;
    this.finishIfComplete();
  }

  /** Whether nothing remains to be handed out: all is, or the call has failed. */
  get isHandedOut(): boolean {
    return this.settled || !this.skipSettled();
  }

  fail(reason: unknown): void {
    this.settled = true;
    this.settle.reject(reason);
  }

  /** The next bit of work. Only while `isHandedOut` is false. */
  nextTask(): LaneTask {
    const texts: string[] = [];
    const owners: number[] = [];
    for (let room = REQUEST_UNITS; room > 0 && texts.length < REQUEST_TEXTS && this.skipSettled(); ) {
      const text = this.texts[this.index] as string;
      const end = this.requestEnd(text);
      if (end < 0) {
        // No certain border in reach: the rest of this text goes to one worker, part by part.
        return texts.length > 0 ? this.textsTask(texts, owners) : this.restTask(text);
      }
      owners.push(this.index);
      texts.push(this.offset === 0 && end === text.length ? text : text.slice(this.offset, end));
      room -= end - this.offset;
      this.advance(end === text.length, end);
    }
    return this.textsTask(texts, owners);
  }

  /** Moves past texts whose count is settled already; false at the end. */
  private skipSettled(): boolean {
    for (; this.index < this.texts.length; this.advance(true, 0)) {
      const { length } = this.texts[this.index] as string;
      if (length > this.limit * LONGEST_TOKEN_BYTES) {
        // A code unit is at least one byte.
        this.totals[this.index] = this.limit + 1;
      } else if (length > 0 && (this.totals[this.index] as number) <= this.limit) {
        return true;
      }
    }
    return false;
  }

  /** Where the request's share of the text ends: at its end or a certain border; -1 when there is none. */
  private requestEnd(text: string): number {
    const end = this.offset + REQUEST_UNITS;
    return end >= text.length ? text.length : borderBefore(text, this.offset, end);
  }

  private advance(isWhole: boolean, end: number): void {
    this.index += isWhole ? 1 : 0;
    this.offset = isWhole ? 0 : end;
  }

  private textsTask(texts: readonly string[], owners: readonly number[]): LaneTask {
    this.outstanding++;
    return {
      request: { kind: 'texts', texts, limit: this.limit },
      done: (counts) => {
        for (const [at, owner] of owners.entries()) {
          this.add(owner, counts[at] as number);
        }
        this.outstanding--;
        this.finishIfComplete();
        return undefined;
      },
      failed: (error) => this.fail(error),
    };
  }

  private restTask(text: string): LaneTask {
    const owner = this.index;
    const from = this.offset;
    const whole = nextWhole();
    this.advance(true, 0);
    this.outstanding++;
    const part = (at: number): LaneTask => {
      const end = Math.min(text.length, at + PART_UNITS);
      const isLast = this.settled || end === text.length;
      return {
        request: {
          kind: 'part',
          whole,
          // Of a call that has failed nothing more is sent, only that the worker may forget what it holds.
          text: this.settled ? '' : text.slice(at, end),
          isLast,
          limit: this.settled ? 0 : this.limit,
        },
        done: (counts) => {
          if (!isLast) {
            return part(end);
          }
          this.add(owner, counts[0] as number);
          this.outstanding--;
          this.finishIfComplete();
          return undefined;
        },
        failed: (error) => this.fail(error),
      };
    };
    return part(from);
  }

  private add(owner: number, count: number): void {
    this.totals[owner] = (this.totals[owner] as number) + count;
  }

  private finishIfComplete(): void {
    if (!this.settled && this.outstanding === 0 && !this.skipSettled()) {
      this.settled = true;
      this.settle.resolve(this.totals);
    }
  }
}
