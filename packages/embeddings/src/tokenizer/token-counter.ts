import { availableParallelism } from 'node:os';
import { CountCall } from './count-call.ts';
import { CutCall } from './cut-call.ts';
import { adoptTables, loadedTables } from './encoding-tables.ts';
import { TokenCounterError } from './errors.ts';
import { createTokenizer } from './tokenizer.ts';
import { TurnBudget } from './turn-budget.ts';
import type { TokenWindow } from './windows.ts';
import { WorkerLane } from './worker-lane.ts';

/** Asynchronous counting that never holds the event loop: little is counted at once, much in worker threads. */
export interface TokenCounter {
  /**
   * Exact tokens of each text, in order. With `limitPerText`, a count above it may be any number above it, which
   * makes texts far too long cost next to nothing.
   *
   * Rejects with the signal's reason when aborted; with a TokenCounterError TOKENIZER_FAILED when a worker died
   * (count again: it is replaced), TOKENIZER_CLOSED after `close`; with a TypeError for what is no string.
   */
  countMany(
    texts: readonly string[],
    options?: { signal?: AbortSignal; limitPerText?: number },
  ): Promise<Uint32Array>;
  /**
   * Consecutive windows of a text, as `Tokenizer.split` without overlap; with `mostWindows` no more than so many, read no
   * further than they reach. In a worker thread, which takes other work between two parts of a long text.
   * Rejects as `countMany` does.
   */
  cut(
    text: string,
    maxTokens: number,
    options?: { mostWindows?: number; signal?: AbortSignal },
  ): Promise<TokenWindow[]>;
  /** Ends the workers and rejects what is not counted yet. */
  close(): Promise<void>;
}

export interface TokenCounterOptions {
  /** Worker threads at most, started when needed. Default: one for each core, up to 4. */
  readonly workers?: number;
  /** Calls of up to this many UTF-8 bytes are counted on the calling thread. Default 8,192: 6 ms at the worst. */
  readonly inlineBytes?: number;
}

export function createTokenCounter(options: TokenCounterOptions = {}): TokenCounter {
  return new WorkerTokenCounter(options);
}

/** A worker counts one request while the next is on its way. */
const LANE_TASKS = 2;

class WorkerTokenCounter implements TokenCounter {
  private readonly maxLanes: number;
  private readonly inlineBytes: number;
  private readonly inline = createTokenizer();
  private readonly turnBudget = new TurnBudget();
  private readonly calls = new Set<CountCall | CutCall>();
  /** Calls with work to hand out; each gives one request in turn, so that none waits for the end of a long one. */
  private readonly queue: (CountCall | CutCall)[] = [];
  private readonly lanes = new Set<WorkerLane>();
  private closed = false;

  constructor({ workers = Math.min(4, availableParallelism()), inlineBytes = 1 << 13 }: TokenCounterOptions) {
    if (!Number.isSafeInteger(workers) || workers < 1) {
      throw new RangeError(`workers is ${workers}: expected a whole number, 1 or more.`);
    }
    if (!(inlineBytes >= 0)) {
      throw new RangeError(`inlineBytes is ${inlineBytes}: expected a number of bytes, 0 or more.`);
    }
    this.maxLanes = workers;
    this.inlineBytes = inlineBytes;
  }

  async countMany(
    texts: readonly string[],
    options: { signal?: AbortSignal; limitPerText?: number } = {},
  ): Promise<Uint32Array> {
    const { signal, limitPerText: limit = Number.POSITIVE_INFINITY } = options;
    if (!(limit >= 0)) {
      throw new RangeError(`limitPerText is ${limit}: expected a number of tokens, 0 or more.`);
    }
    for (const [index, text] of texts.entries()) {
      if (typeof text !== 'string') {
        throw new TypeError(`texts[${index}] is of type ${typeof text}: expected a string.`);
      }
    }
    this.check(signal);
    const call = new CountCall(texts, limit);
    if (!call.isHandedOut && this.isInline(texts)) {
      return this.turnBudget.run(() => {
        this.check(signal);
        return Uint32Array.from(texts, (text) => this.inline.countUpTo(text, limit));
      });
    }
    return this.inWorkers(call, call.counts, signal);
  }

  async cut(
    text: string,
    maxTokens: number,
    { mostWindows = Number.MAX_SAFE_INTEGER, signal }: { mostWindows?: number; signal?: AbortSignal } = {},
  ): Promise<TokenWindow[]> {
    if (!Number.isSafeInteger(maxTokens) || maxTokens < 4) {
      throw new RangeError(`maxTokens is ${maxTokens}: expected a whole number of tokens, 4 or more.`);
    }
    this.check(signal);
    const call = new CutCall(text, maxTokens, mostWindows);
    return this.inWorkers(call, call.windows, signal);
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const call of this.calls) {
      call.fail(closedError());
    }
    await Promise.all([...this.lanes].map((lane) => lane.close()));
  }

  private check(signal: AbortSignal | undefined): void {
    signal?.throwIfAborted();
    if (this.closed) {
      throw closedError();
    }
  }

  /** Not before the tables are there: building them would hold the event loop, so the first worker does. */
  private isInline(texts: readonly string[]): boolean {
    const units = texts.reduce((sum, text) => sum + text.length, 0);
    return (
      loadedTables() !== undefined &&
      units <= this.inlineBytes &&
      texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) <= this.inlineBytes
    );
  }

  private async inWorkers<T>(
    call: CountCall | CutCall,
    outcome: Promise<T>,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const abort = () => call.fail(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    this.calls.add(call);
    this.queue.push(call);
    this.handOut();
    try {
      return await outcome;
    } finally {
      this.calls.delete(call);
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Gives work to every lane with room. */
  private handOut(): void {
    for (;;) {
      const call = this.queue.shift();
      if (call === undefined) {
        return;
      }
      if (call.isHandedOut) {
        continue;
      }
      const lane = this.freeLane();
      if (lane === undefined) {
        this.queue.unshift(call);
        return;
      }
      lane.send(call.nextTask());
      this.queue.push(call);
    }
  }

  /** The lane with the least to do, a new one while all are busy and more are allowed; undefined when all are full. */
  private freeLane(): WorkerLane | undefined {
    const [least] = [...this.lanes].sort((a, b) => a.load - b.load);
    // A second worker waits for the tables that the first is building.
    if (least === undefined || (least.load > 0 && this.lanes.size < this.maxLanes && loadedTables())) {
      return this.openLane();
    }
    return least.load < LANE_TASKS ? least : undefined;
  }

  private openLane(): WorkerLane {
    const lane = new WorkerLane(loadedTables(), {
      tables: (tables) => {
        adoptTables(tables);
        this.handOut();
      },
      room: () => this.handOut(),
      ended: () => {
        this.lanes.delete(lane);
        this.handOut();
      },
    });
    this.lanes.add(lane);
    return lane;
  }
}

function closedError(): TokenCounterError {
  return new TokenCounterError(
    'TOKENIZER_CLOSED',
    'The token counter is closed: create another to count more.',
  );
}
