import type { Connection } from '../files/connection.ts';
import { translate } from '../files/failure.ts';
import type { Operations, UnavailableFor } from './caller.ts';
import { GroupCommit } from './group-commit.ts';
import type { Request } from './wire.ts';

/** Does what it is asked to, in whichever thread it lives. */
export interface Service {
  /** Answers one request, now or later: `reply` is given a function that returns the value or throws the error. */
  handle(request: Request, reply: (outcome: () => unknown) => void): void;
  /** Finishes what is waiting and closes; every reply is given before it returns. */
  close(): void;
}

/** A service that does each request as it comes. */
export function immediately<T extends Operations<T>>(
  operations: T,
  unavailableFor: UnavailableFor,
  close: () => void,
): Service {
  return {
    handle({ method, args }, reply) {
      reply(() => {
        try {
          return invoke(operations, method, args);
        } catch (error) {
          throw translate(error, unavailableFor(method));
        }
      });
    },
    close,
  };
}

/** A service whose requests share transactions; each is answered when its transaction is on the disk. */
export function inGroups<T extends Operations<T>>(
  connection: Connection,
  operations: T,
  unavailableFor: UnavailableFor,
  close: () => void,
): Service {
  const group = new GroupCommit(connection);
  return {
    handle({ method, args }, reply) {
      group.submit({
        run: () => invoke(operations, method, args),
        unavailable: unavailableFor(method),
        resolve: (value) => reply(() => value),
        reject: (error) =>
          reply(() => {
            throw error;
          }),
      });
    },
    close() {
      group.drain();
      close();
    },
  };
}

function invoke<T extends Operations<T>>(operations: T, method: string, args: readonly unknown[]): unknown {
  const operation: (...args: never[]) => unknown = operations[method as keyof T];
  return (operation as (...args: unknown[]) => unknown)(...args);
}
