import { Worker } from 'node:worker_threads';
import type { Operations, PatientCaller, UnavailableFor } from './caller.ts';
import {
  errorFromWire,
  type FromWorker,
  type Reply,
  type Request,
  type ToWorker,
  transferables,
} from './wire.ts';

interface Pending {
  method: string;
  resolve(value: never): void;
  reject(error: Error): void;
}

export interface WorkerOptions {
  entry: URL;
  name: string;
  data: unknown;
  unavailableFor: UnavailableFor;
  onWarning(message: string): void;
}

/** How long calls that nobody waits for are put off, in ms: a busy gateway calls again sooner. */
const SOON_MS = 20;

/** How long closing waits for a thread to finish its work, in ms. */
const CLOSE_TIMEOUT_MS = 30_000;

/** Operations in a thread of their own. When the thread dies, calls are rejected; they never hang. */
export class WorkerCaller<T extends Operations<T>> implements PatientCaller<T> {
  readonly #worker: Worker;
  readonly #options: WorkerOptions;
  readonly #pending = new Map<number, Pending>();
  readonly #exited: Promise<void>;
  #outgoing: Request[] = [];
  #isSending = false;
  #putOff: NodeJS.Timeout | undefined;
  #nextId = 0;
  #gone: string | undefined;
  #closing: Promise<void> | undefined;

  private constructor(worker: Worker, options: WorkerOptions) {
    this.#worker = worker;
    this.#options = options;
    this.#exited = new Promise((resolve) => {
      worker.once('exit', (code) => {
        this.#lose(this.#closing ? 'it is closed' : `its thread ended with code ${code}`);
        resolve();
      });
    });
    worker.on('error', (error) => this.#lose(`its thread failed: ${error.message}`));
    worker.on('messageerror', (error) => this.#lose(`a message could not be read: ${error.message}`));
  }

  /** Starts the thread and waits until it has opened its database. @throws what opening threw */
  static async start<T extends Operations<T>>(options: WorkerOptions): Promise<WorkerCaller<T>> {
    const worker = new Worker(options.entry, { workerData: options.data, name: options.name });
    const caller = new WorkerCaller<T>(worker, options);
    await new Promise<void>((resolve, reject) => {
      worker.on('message', (message: FromWorker) => {
        if ('replies' in message) caller.#settle(message.replies);
        else if ('warning' in message) options.onWarning(message.warning);
        else if ('failed' in message) reject(errorFromWire(message.failed));
        else resolve();
      });
      caller.#exited.then(() => reject(caller.#unavailable('start')));
    });
    return caller;
  }

  call<M extends keyof T & string>(method: M, ...args: Parameters<T[M]>): Promise<ReturnType<T[M]>> {
    const answer = this.#ask(method, args);
    // Calls of the same moment leave together.
    if (this.#outgoing.length > 0 && !this.#isSending) {
      this.#isSending = true;
      queueMicrotask(() => this.#send());
    }
    return answer;
  }

  callSoon<M extends keyof T & string>(method: M, ...args: Parameters<T[M]>): Promise<ReturnType<T[M]>> {
    const answer = this.#ask(method, args);
    if (this.#outgoing.length > 0) this.#putOff ??= setTimeout(() => this.#send(), SOON_MS);
    return answer;
  }

  #ask<M extends keyof T & string>(method: M, args: Parameters<T[M]>): Promise<ReturnType<T[M]>> {
    return new Promise((resolve, reject) => {
      if (this.#gone !== undefined || this.#closing) {
        reject(this.#unavailable(method));
        return;
      }
      const id = this.#nextId++;
      this.#pending.set(id, { method, resolve, reject });
      this.#outgoing.push({ id, method, args });
    });
  }

  close(after?: Promise<unknown>): Promise<void> {
    this.#closing ??= this.#close(after);
    return this.#closing;
  }

  /** Ends the thread at once, as a crash would; for tests of what happens then. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }

  async #close(after?: Promise<unknown>): Promise<void> {
    this.#send();
    await after;
    if (this.#gone === undefined) this.#post({ close: true }, []);
    const timer = setTimeout(() => void this.#worker.terminate(), CLOSE_TIMEOUT_MS);
    await this.#exited;
    clearTimeout(timer);
  }

  #send(): void {
    this.#isSending = false;
    clearTimeout(this.#putOff);
    this.#putOff = undefined;
    const requests = this.#outgoing;
    if (requests.length === 0 || this.#gone !== undefined) return;
    this.#outgoing = [];
    try {
      this.#postAll(requests);
    } catch {
      // One of them cannot be cloned: that one is refused, not those beside it.
      for (const request of requests) this.#postOne(request);
    }
  }

  #postAll(requests: Request[]): void {
    this.#post(
      { requests },
      requests.flatMap(({ args }) => args.flatMap(transferables)),
    );
  }

  #postOne(request: Request): void {
    try {
      this.#postAll([request]);
    } catch (error) {
      this.#pending.get(request.id)?.reject(error instanceof Error ? error : new Error(String(error)));
      this.#pending.delete(request.id);
    }
  }

  #post(message: ToWorker, transfer: ArrayBuffer[]): void {
    this.#worker.postMessage(message, transfer);
  }

  #settle(replies: readonly Reply[]): void {
    for (const reply of replies) {
      const pending = this.#pending.get(reply.id);
      if (!pending) continue;
      this.#pending.delete(reply.id);
      if (reply.ok) pending.resolve(reply.value as never);
      else pending.reject(errorFromWire(reply.error));
    }
  }

  #lose(reason: string): void {
    this.#gone ??= reason;
    this.#outgoing = [];
    for (const { method, reject } of this.#pending.values()) reject(this.#unavailable(method));
    this.#pending.clear();
  }

  #unavailable(method: string): Error {
    return this.#options.unavailableFor(method)(this.#gone ?? 'it is closed');
  }
}
