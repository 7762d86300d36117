import { CliError } from './cli-error.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';

/** What is printed of an error, for people and for scripts. */
export interface ErrorReport {
  code: string;
  message: string;
  facts: Readonly<Record<string, unknown>>;
  exitCode: ExitCode;
  /** Only for errors nobody expected. */
  stack?: string;
}

/**
 * A report of whatever was thrown. Errors with a code are ours (of the command line, the client or the gateway in this
 * process) and speak for themselves; anything else is a defect and shows its stack.
 */
export function describeError(thrown: unknown): ErrorReport {
  if (thrown instanceof CliError) {
    const { code, message, facts, exitCode } = thrown;
    return { code, message, facts, exitCode };
  }
  if (isCoded(thrown)) {
    const { code, message, facts } = thrown;
    return { code, message, facts, exitCode: exitCodeOf(code) };
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: 'INTERNAL',
    message: `Something unexpected went wrong: ${message}`,
    facts: {},
    exitCode: EXIT.failure,
    ...(thrown instanceof Error && thrown.stack ? { stack: thrown.stack } : {}),
  };
}

/** The exit code that belongs to a stable error code. */
export function exitCodeOf(code: string): ExitCode {
  if (code === 'BUDGET_EXCEEDED' || code === 'LEDGER_GAP') return EXIT.budget;
  if (code === 'GATEWAY_UNREACHABLE') return EXIT.unreachable;
  if (code === 'CANCELLED') return EXIT.interrupted;
  return EXIT.failure;
}

interface Coded {
  code: string;
  message: string;
  facts: Readonly<Record<string, unknown>>;
}

function isCoded(thrown: unknown): thrown is Coded {
  return (
    thrown instanceof Error &&
    'code' in thrown &&
    typeof thrown.code === 'string' &&
    'facts' in thrown &&
    typeof thrown.facts === 'object' &&
    thrown.facts !== null
  );
}
