import { nextWhole, PART_UNITS } from './count-call.ts';
import { LONGEST_TOKEN_BYTES } from './vocabulary.ts';
import type { TokenWindow } from './windows.ts';
import type { LaneTask } from './worker-lane.ts';

/** One text on its way to be cut into windows: handed part by part to one worker, which answers as it goes. */
export class CutCall {
  readonly windows: Promise<TokenWindow[]>;
  readonly #text: string;
  /** What has to be read of the text for the windows that are wanted. */
  readonly #end: number;
  readonly #maxTokens: number;
  readonly #mostWindows: number;
  readonly #found: TokenWindow[] = [];
  readonly #settle: PromiseWithResolvers<TokenWindow[]> = Promise.withResolvers();
  #handedOut = false;
  #settled = false;

  constructor(text: string, maxTokens: number, mostWindows: number) {
    this.#text = text;
    this.#maxTokens = maxTokens;
    this.#mostWindows = mostWindows;
    this.#end = Math.min(text.length, mostWindows * (maxTokens * LONGEST_TOKEN_BYTES + 2));
    this.windows = this.#settle.promise;
  }

  get isHandedOut(): boolean {
    return this.#handedOut || this.#settled;
  }

  fail(reason: unknown): void {
    this.#settled = true;
    this.#settle.reject(reason);
  }

  nextTask(): LaneTask {
    this.#handedOut = true;
    return this.#part(nextWhole(), 0);
  }

  #part(whole: number, at: number): LaneTask {
    const end = Math.min(this.#end, at + PART_UNITS);
    // Of a call that has failed nothing more is sent, only that the worker may forget what it holds.
    const isLast = this.#settled || end === this.#end;
    return {
      request: {
        kind: 'cut',
        whole,
        text: this.#settled ? '' : this.#text.slice(at, end),
        isLast,
        maxTokens: this.#maxTokens,
        mostWindows: this.#settled ? 0 : this.#mostWindows,
      },
      done: (pairs) => {
        this.#add(pairs);
        if (!isLast) return this.#part(whole, end);
        this.#settled = true;
        this.#settle.resolve(this.#found);
        return undefined;
      },
      failed: (error) => this.fail(error),
    };
  }

  #add(pairs: readonly number[]): void {
    for (let index = 0; index < pairs.length; index += 2) {
      const start = this.#found.at(-1)?.end ?? 0;
      const end = pairs[index] as number;
      this.#found.push({
        text: this.#text.slice(start, end),
        tokens: pairs[index + 1] as number,
        start,
        end,
      });
    }
  }
}
