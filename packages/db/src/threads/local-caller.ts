import type { Operations, PatientCaller, UnavailableFor } from './caller.ts';
import type { Service } from './service.ts';

/** A service in the calling thread: the same code as in a worker, without one. */
export class LocalCaller<T extends Operations<T>> implements PatientCaller<T> {
  readonly #service: Service;
  readonly #unavailableFor: UnavailableFor;
  #closed = false;

  constructor(service: Service, unavailableFor: UnavailableFor) {
    this.#service = service;
    this.#unavailableFor = unavailableFor;
  }

  call<M extends keyof T & string>(method: M, ...args: Parameters<T[M]>): Promise<ReturnType<T[M]>> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(this.#unavailableFor(method)('it is closed'));
        return;
      }
      this.#service.handle({ id: 0, method, args }, (outcome) => {
        try {
          resolve(outcome() as ReturnType<T[M]>);
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  callSoon<M extends keyof T & string>(method: M, ...args: Parameters<T[M]>): Promise<ReturnType<T[M]>> {
    return this.call(method, ...args);
  }

  async close(after?: Promise<unknown>): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await after;
    this.#service.close();
  }
}
