import { CommanderError } from 'commander';
import { usageError } from './cli-error.ts';
import { describeError } from './describe-error.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { createProgram } from './program.ts';
import { createTerminal } from './terminal.ts';

/** Runs one command line and answers its exit code; whatever goes wrong is printed. */
export async function run(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): Promise<ExitCode> {
  const terminal = createTerminal({ json: asksForJson(argv) });
  let code: ExitCode = EXIT.ok;
  const program = createProgram({
    terminal,
    around: { env, cwd },
    finish: (finished) => {
      code = finished;
    },
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (thrown) {
    // Help and version are thrown too, after they were printed.
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return EXIT.ok;
    const report = describeError(
      thrown instanceof CommanderError ? usageError(usageMessage(thrown)) : thrown,
    );
    terminal.error(report);
    return report.exitCode;
  }
}

/** Says that standard output cannot be written, which no command can go on without. */
export function reportLostOutput(argv: readonly string[], error: NodeJS.ErrnoException): ExitCode {
  createTerminal({ json: asksForJson(argv) }).error({
    code: 'OUTPUT_UNWRITABLE',
    message: `The output cannot be written (${error.code ?? error.message}): what was printed is not whole.`,
    facts: {},
    exitCode: EXIT.failure,
  });
  return EXIT.failure;
}

/** Known before the command line is parsed, so that its own errors come as JSON too. */
function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end < 0 ? undefined : end).includes('--json');
}

function usageMessage({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'Name a command; "weighbridge --help" lists them.';
  const surplus = /^error: too many arguments for '(.*)'\. Expected (\d+) .* but got (\d+): (.*)\.$/.exec(
    message,
  );
  const said =
    surplus === null
      ? message
          .replace(/^error: /, '')
          .replaceAll(/\s+/g, ' ')
          .replace(/\.$/, '')
      : tooMany(surplus);
  return `${said}. See "weighbridge --help".`;
}

function tooMany([, command, expected, got, given]: readonly string[]): string {
  // The default of a group ("list") takes the misspelt name of another command for an argument.
  if (expected === '0') return `"${given}" is neither a command nor an argument here`;
  return `"${command}" takes ${expected} argument${expected === '1' ? '' : 's'}, not ${got}; put quotes around what has spaces`;
}
