import { EXIT, type ExitCode } from './exit-codes.ts';

export interface CliErrorOptions {
  code: string;
  message: string;
  facts?: Readonly<Record<string, unknown>>;
  exitCode?: ExitCode;
  cause?: unknown;
}

/** An error of the command line itself: what is wrong, where, and what to do. */
export class CliError extends Error {
  readonly code: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly exitCode: ExitCode;

  constructor(options: CliErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CliError';
    this.code = options.code;
    this.facts = options.facts ?? {};
    this.exitCode = options.exitCode ?? EXIT.failure;
  }
}

/** The command line lacks something or cannot be understood. */
export function usageError(message: string, facts: Readonly<Record<string, unknown>> = {}): CliError {
  return new CliError({ code: 'USAGE', message, facts, exitCode: EXIT.usage });
}
