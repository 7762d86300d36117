import { readTeethArguments, TEETH_HELP, UsageError } from './arguments.ts';
import { type Bite, bite } from './bite.ts';
import { CHECKS } from './judge/verdict.ts';
import { sabotageNamed } from './sabotage/sabotage.ts';
import { SABOTAGES } from './scenario/scenario.ts';
import { table } from './table.ts';

// Through `exit`, so that the stub is taken along; workers notice by themselves.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

try {
  const { help, ...options } = readTeethArguments(process.argv.slice(2));
  if (help) process.stdout.write(TEETH_HELP);
  else {
    const bites: Bite[] = [];
    for (const name of [null, ...SABOTAGES]) {
      const result = await bite(name, options);
      bites.push(result);
      process.stderr.write(
        `${name ?? 'healthy'}: ${result.asExpected ? 'as expected' : 'NOT AS EXPECTED'}\n`,
      );
    }
    process.stdout.write(summary(bites));
    process.exitCode = bites.every(({ asExpected }) => asExpected) ? 0 : 1;
  }
} catch (error) {
  const misused = error instanceof UsageError;
  process.stderr.write(`torture:teeth: ${misused ? `${error.message} See --help.` : String(error)}\n`);
  process.exitCode = misused ? 2 : 1;
}

function summary(bites: readonly Bite[]): string {
  const rows = bites.map(({ sabotage, expected, asExpected, failed }) => {
    const found = failed.find(({ name }) => name === expected);
    return [
      asExpected ? 'ok' : 'FAIL',
      sabotage ?? 'healthy',
      sabotage === null ? 'nothing is switched off' : sabotageNamed(sabotage).breaks,
      sabotage === null ? (failed.length === 0 ? 'passed' : 'failed') : verdictOn(found?.violations),
      expected === null ? '' : `broken: ${CHECKS[expected]}`,
    ];
  });
  const kept = bites.flatMap(({ evidence, sabotage }) =>
    evidence === null ? [] : [`The evidence of ${sabotage ?? 'the healthy run'} lies in ${evidence}`],
  );
  const failures = bites
    .filter(({ asExpected }) => !asExpected)
    .flatMap(({ failed }) =>
      failed.flatMap(({ name, examples }) => examples.map((example) => `  ${name}: ${example}`)),
    );
  return `${[...table(rows, 'left'), ...failures, ...kept].join('\n')}\n`;
}

function verdictOn(violations: number | undefined): string {
  return violations === undefined ? 'not found out' : `found out, ${violations} violations`;
}
