import type { Command } from 'commander';
import type { CommandContext, GlobalOptions } from './context.ts';

/** Commands that keep the database: with a running gateway where there is one, on its files where there is none. */
export function addKeeping(program: Command, { terminal, around, finish }: CommandContext): void {
  program
    .command('backup')
    .description(
      'Copy the database to a new file, while the gateway runs or while it does not, and check the copy',
    )
    .argument('<file>', 'such as backups/monday.db')
    .option('--with-cache', 'also the vectors, in a second file; they can be bought again')
    .action(async (file: string, _options, command: Command) => {
      const { backup } = await import('../commands/backup.ts');
      finish(
        await backup(
          file,
          command.optsWithGlobals<GlobalOptions & { withCache?: boolean }>(),
          terminal,
          around,
        ),
      );
    });
  program
    .command('restore')
    .description(
      'Put a backup in the place of the database, while no gateway runs; what is there is moved aside',
    )
    .argument('<file>', 'that "weighbridge backup" wrote')
    .option('--with-cache', 'also the vectors, from the second file')
    .option('-y, --yes', 'do not ask')
    .action(async (file: string, _options, command: Command) => {
      const { restore } = await import('../commands/restore.ts');
      await restore(
        file,
        command.optsWithGlobals<GlobalOptions & { yes?: boolean; withCache?: boolean }>(),
        terminal,
        around,
      );
    });
  program
    .command('doctor')
    .description('Look for what could be wrong, and say what to do')
    .option('--full', 'also compare every index of the database with its table')
    .action(async (_options, command: Command) => {
      const { doctor } = await import('../commands/doctor.ts');
      finish(await doctor(command.optsWithGlobals<GlobalOptions & { full?: boolean }>(), terminal, around));
    });
}
