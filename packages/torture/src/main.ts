import { HELP, readArguments, UsageError } from './arguments.ts';
import { report } from './report.ts';
import { torture } from './run/run.ts';

// Through `exit`, so that the stub is taken along; workers notice by themselves.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

try {
  const { json, help, ...options } = readArguments(process.argv.slice(2));
  if (help) process.stdout.write(HELP);
  else {
    const { verdict, evidence } = await torture(options);
    process.stdout.write(json ? `${JSON.stringify(verdict, null, 2)}\n` : report(verdict));
    if (evidence !== null) process.stderr.write(`The evidence lies in ${evidence}\n`);
    process.exitCode = verdict.passed ? 0 : 1;
  }
} catch (error) {
  const misused = error instanceof UsageError;
  process.stderr.write(`torture: ${misused ? `${error.message} See --help.` : String(error)}\n`);
  process.exitCode = misused ? 2 : 1;
}
