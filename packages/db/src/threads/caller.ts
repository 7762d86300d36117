import type { Unavailable } from '../files/failure.ts';

/** A set of synchronous operations, wherever they run. */
export type Operations<T> = { [K in keyof T]: (...args: never[]) => unknown };

/** Calls operations that may run in another thread. Results and arguments survive a structured clone. */
export interface Caller<T extends Operations<T>> {
  call<M extends keyof T & string>(method: M, ...args: Parameters<T[M]>): Promise<ReturnType<T[M]>>;
  /** Rejects further calls from now on, finishes what was asked for, and closes once `after` is settled. */
  close(after?: Promise<unknown>): Promise<void>;
}

/** A caller that also takes calls for which nobody waits. */
export interface PatientCaller<T extends Operations<T>> extends Caller<T> {
  /**
   * As `call`, but it may leave with the next call, at the latest a few milliseconds on, and then
   * shares a message and a transaction with others. Calls stay in order.
   */
  callSoon<M extends keyof T & string>(method: M, ...args: Parameters<T[M]>): Promise<ReturnType<T[M]>>;
}

/** Which error says that an operation cannot be done. */
export type UnavailableFor = (method: string) => Unavailable;
