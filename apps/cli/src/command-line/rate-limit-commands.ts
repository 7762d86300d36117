import type { Command } from 'commander';
import { administering, type CommandContext } from './context.ts';

const REASON = ['--reason <text>', 'why, for the audit log'] as const;

export function addRateLimits(rateLimits: Command, context: CommandContext): void {
  rateLimits
    .command('set')
    .description('Create the limit of a scope, metric and period, or change it; acts on the next call')
    .requiredOption('--scope <scope>', 'global, project:<id or name> or key:<id or name>')
    .requiredOption('--metric <metric>', 'requests or tokens')
    .requiredOption('--period <period>', 'minute or hour')
    .requiredOption('--limit <n>', 'a whole number above zero')
    .option(...REASON)
    .action(
      administering(context, async (desk, options) => {
        const { setRateLimit } = await import('../commands/rate-limits.ts');
        await setRateLimit(desk, options);
      }),
    );
  rateLimits
    .command('list', { isDefault: true })
    .description('All rate limits')
    .action(
      administering(context, async (desk) => {
        const { listRateLimits } = await import('../commands/rate-limits.ts');
        await listRateLimits(desk);
      }),
    );
  rateLimits
    .command('remove')
    .description('Remove a rate limit; acts on the next call')
    .argument('<limit...>', 'its id, or its scope, metric and period: global requests minute')
    .option(...REASON)
    .action(
      administering(context, async (desk, limit: string[], options: { reason?: string }) => {
        const { removeRateLimit } = await import('../commands/rate-limits.ts');
        await removeRateLimit(desk, limit.join(' '), options);
      }),
    );
}
