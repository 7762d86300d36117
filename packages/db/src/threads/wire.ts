import {
  BudgetExceededError,
  ConflictError,
  InvalidBudgetError,
  LedgerGapError,
  LedgerUnavailableError,
  NotFoundError,
  reviveError,
  type SerialisedError,
  StorageError,
  serialiseError,
  WeighbridgeError,
} from '@weighbridge/embeddings/domain';

/** What crosses between a thread and its caller. Several requests or replies travel as one message. */
export interface Request {
  id: number;
  method: string;
  args: readonly unknown[];
}

export type Reply = { id: number; ok: true; value: unknown } | { id: number; ok: false; error: WireError };

export type ToWorker = { requests: Request[] } | { close: true };

export type FromWorker = { replies: Reply[] } | { ready: true } | { failed: WireError } | { warning: string };

export type WireError =
  | { ours: SerialisedError }
  | { name: string; message: string; stack: string | undefined };

export function errorToWire(error: unknown): WireError {
  if (WeighbridgeError.isInstance(error)) return { ours: serialiseError(error) };
  if (error instanceof Error) return { name: error.name, message: error.message, stack: error.stack };
  return { name: 'Error', message: String(error), stack: undefined };
}

const CLASSES = [
  BudgetExceededError,
  ConflictError,
  InvalidBudgetError,
  LedgerGapError,
  LedgerUnavailableError,
  NotFoundError,
  StorageError,
];

/** Our errors come back as instances of their classes, with name, code and facts; others as plain errors. */
export function errorFromWire(wire: WireError): Error {
  if (!('ours' in wire)) {
    const error = new Error(wire.message);
    error.name = wire.name;
    if (wire.stack !== undefined) error.stack = wire.stack;
    return error;
  }
  const error = reviveError(wire.ours);
  const known = CLASSES.find(({ name }) => name === wire.ours.name);
  // The classes add nothing to what was revived but their identity.
  return known ? Object.setPrototypeOf(error, known.prototype) : error;
}

/** ArrayBuffers one level down: they are handed over, not copied. */
export function transferables(value: unknown): ArrayBuffer[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).filter((part) => part instanceof ArrayBuffer);
}
