import type { Command } from 'commander';
import { administering, type CommandContext } from './context.ts';

const REASON = ['--reason <text>', 'why, for the audit log'] as const;
const PROJECT = ['--project <project>', 'whose vectors'] as const;

export function addCache(cache: Command, context: CommandContext): void {
  cache
    .command('list', { isDefault: true })
    .description('What is kept, by project and vector space')
    .action(
      administering(context, async (desk) => {
        const { listCache } = await import('../commands/cache.ts');
        await listCache(desk);
      }),
    );
  cache
    .command('purge')
    .description('Forget a project’s vectors; what is asked for again is paid for again')
    .option(...PROJECT)
    .option(...REASON)
    .option('-y, --yes', 'do not ask')
    .action(
      administering(context, async (desk, options) => {
        const { purgeCache } = await import('../commands/cache.ts');
        await purgeCache(desk, options);
      }),
    );
  cache
    .command('export')
    .description('Write a project’s vectors to a file')
    .argument('<file>')
    .option(...PROJECT)
    .action(
      administering(context, async (desk, file: string, options) => {
        const { exportCache } = await import('../commands/cache.ts');
        await exportCache(desk, file, options, context.around.cwd);
      }),
    );
  cache
    .command('import')
    .description('Take an exported file’s vectors into the project they came from')
    .argument('<file>')
    .option(...PROJECT)
    .option(...REASON)
    .action(
      administering(context, async (desk, file: string, options) => {
        const { importCache } = await import('../commands/cache.ts');
        await importCache(desk, file, options, context.around.cwd);
      }),
    );
}
