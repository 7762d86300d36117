import { Command } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { addAdministration } from './administration-commands.ts';
import type { CommandContext } from './context.ts';
import { addKeeping } from './keeping-commands.ts';
import { addWork } from './work-commands.ts';
import { addWorker } from './worker-commands.ts';

const EXIT_CODES = `
Exit codes: 0 done · 1 failed · 2 the command line cannot be used · 3 refused by a budget · 4 no gateway answers ·
130 interrupted. With --json, stdout and stderr hold JSON alone; stderr a line for each error, warning, note, quote or progress,
such as {"error":{code,message,facts}}.`;

/** The whole command line. Its errors are thrown, not printed. */
export function createProgram(context: CommandContext): Command {
  const program = new Command('weighbridge')
    .description(
      'An embeddings gateway: every text is weighed before it is paid for, every vector inspected before it is let through.',
    )
    .version(manifest.version)
    .option('--json', 'machine-readable output')
    .option('--url <url>', 'the gateway’s address (WEIGHBRIDGE_URL, else what the data directory says)')
    .option('--data-dir <folder>', 'the gateway’s data directory (WEIGHBRIDGE_DATA_DIR, ./.weighbridge)')
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', EXIT_CODES)
    .exitOverride()
    .configureOutput({
      outputError: () => undefined,
      // Help after a misuse; with --json the error alone is wanted.
      ...(context.terminal.json ? { writeErr: () => undefined } : {}),
    });
  addWork(program, context);
  addWorker(program, context);
  addKeeping(program, context);
  addAdministration(program, context);
  return program;
}
