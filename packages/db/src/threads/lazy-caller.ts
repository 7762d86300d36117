import type { Caller, Operations, UnavailableFor } from './caller.ts';

/** A service that is opened when it is called for the first time; an opening that failed is tried again by the next call. */
export class LazyCaller<T extends Operations<T>> implements Caller<T> {
  readonly #open: () => Promise<Caller<T>>;
  readonly #unavailableFor: UnavailableFor;
  #opened: Promise<Caller<T>> | undefined;
  #closed = false;

  constructor(open: () => Promise<Caller<T>>, unavailableFor: UnavailableFor) {
    this.#open = open;
    this.#unavailableFor = unavailableFor;
  }

  async call<M extends keyof T & string>(method: M, ...args: Parameters<T[M]>): Promise<ReturnType<T[M]>> {
    if (this.#closed) throw this.#unavailableFor(method)('it is closed');
    const opened = this.#opened ?? this.#open();
    this.#opened = opened;
    opened.catch(() => {
      if (this.#opened === opened) this.#opened = undefined;
    });
    return (await opened).call(method, ...args);
  }

  async close(after?: Promise<unknown>): Promise<void> {
    this.#closed = true;
    const opened = await this.#opened?.catch(() => undefined);
    await opened?.close(after);
  }
}
