import { parseArgs } from 'node:util';
import { SABOTAGES, type SabotageName, type TortureOptions } from './scenario/scenario.ts';

export const HELP = `torture: budgets and ledger under load, kills, faults and a restless clock, judged by what was truly billed

Usage: node packages/torture/src/main.ts [options]

  --seconds <n>     seconds of load (default 30)
  --naive <n>       seconds of the counting-afterwards limiter (default a fifth of that, at least 2; 0 leaves it out)
  --seed <n>        seed of texts, faults, kills and clock (default 1)
  --processes <n>   store processes (default 3)
  --clients <n>     clients in each (default 12)
  --break <name>    switch off one promise: ${SABOTAGES.join(', ')}
  --json            print the verdict as JSON
  --help            show this

It ends with 0 when every check holds, 1 when one fails, 2 when it was asked for wrongly.
`;

export const TEETH_HELP = `torture:teeth: a healthy run, which must pass, and one run for each promise switched off, which must fail

Usage: node packages/torture/src/teeth.ts [options]

  --seconds <n>     seconds of load of each run (default 6)
  --seed <n>        seed of them all (default 1)
  --help            show this

It ends with 0 when the healthy run passes and each of the others is found out by the check that is meant to.
`;

export interface Arguments extends TortureOptions {
  json: boolean;
  help: boolean;
}

/** What the teeth are shown with. */
export interface TeethArguments {
  seconds: number;
  seed: number;
  help: boolean;
}

/** The command line cannot be read. */
export class UsageError extends Error {}

/** @throws UsageError */
export function readArguments(args: readonly string[]): Arguments {
  const { values } = parsed(() =>
    parseArgs({
      args: [...args],
      options: {
        seconds: { type: 'string', default: '30' },
        naive: { type: 'string' },
        seed: { type: 'string', default: '1' },
        processes: { type: 'string', default: '3' },
        clients: { type: 'string', default: '12' },
        break: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }),
  );
  const seconds = number(values.seconds, '--seconds', 1);
  const naive = values.naive === undefined ? Math.max(2, seconds / 5) : number(values.naive, '--naive', 0);
  return {
    seconds,
    naiveSeconds: naive,
    seed: whole(values.seed, '--seed', 0),
    processes: whole(values.processes, '--processes', 1),
    clients: whole(values.clients, '--clients', 1),
    sabotage: values.break === undefined ? null : sabotage(values.break),
    json: values.json,
    help: values.help,
  };
}

/** @throws UsageError */
export function readTeethArguments(args: readonly string[]): TeethArguments {
  const { values } = parsed(() =>
    parseArgs({
      args: [...args],
      options: {
        seconds: { type: 'string', default: '6' },
        seed: { type: 'string', default: '1' },
        help: { type: 'boolean', default: false },
      },
    }),
  );
  return {
    seconds: number(values.seconds, '--seconds', 1),
    seed: whole(values.seed, '--seed', 0),
    help: values.help,
  };
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function number(text: string, flag: string, least: number): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= least) return value;
  throw new UsageError(`${flag} takes a number from ${least}, not "${text}".`);
}

function whole(text: string, flag: string, least: number): number {
  const value = number(text, flag, least);
  if (Number.isSafeInteger(value)) return value;
  throw new UsageError(`${flag} takes a whole number, not "${text}".`);
}

function sabotage(name: string): SabotageName {
  const known = SABOTAGES.find((candidate) => candidate === name);
  if (known) return known;
  throw new UsageError(`--break takes one of ${SABOTAGES.join(', ')}, not "${name}".`);
}
