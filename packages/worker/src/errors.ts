export interface WorkerErrorOptions {
  code: string;
  message: string;
  facts?: Readonly<Record<string, unknown>>;
  cause?: unknown;
}

/** The worker cannot go on: what is wrong, where, and what to do. Chunks it had claimed are back in the queue. */
export class WorkerError extends Error {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(options: WorkerErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'WorkerError';
    this.code = options.code;
    this.facts = options.facts ?? {};
  }
}
