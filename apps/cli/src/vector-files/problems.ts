import { CliError } from '../command-line/cli-error.ts';

/** The output exists, but is not what `embed` writes; it is left alone. */
export function notOurs(path: string, reason: string): CliError {
  return new CliError({
    code: 'OUTPUT_NOT_OURS',
    message: `${path} is not a file that "weighbridge embed" wrote (${reason}), so it is left as it is. Name another with -o.`,
    facts: { path },
  });
}

export function unwritable(path: string, cause: unknown): CliError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CliError({
    code: 'OUTPUT_UNWRITABLE',
    message: `${path} cannot be written (${reason}). What was already paid for is in the gateway’s cache: make room or choose another place with -o, and run the same command again.`,
    facts: { path },
    cause,
  });
}
