import type { Command } from 'commander';
import { administering, type CommandContext } from './context.ts';

const REASON = ['--reason <text>', 'why, for the audit log'] as const;

export function addMetricsToken(tokens: Command, context: CommandContext): void {
  tokens
    .command('create')
    .description('Make the token that reads /metrics; it is shown this once, and replaces the one before')
    .option(...REASON)
    .action(
      administering(context, async (desk, options: { reason?: string }) => {
        const { createMetricsToken } = await import('../commands/metrics-token.ts');
        await createMetricsToken(desk, options);
      }),
    );
  tokens
    .command('revoke')
    .description('Refuse it from the next scrape on')
    .option(...REASON)
    .action(
      administering(context, async (desk, options: { reason?: string }) => {
        const { revokeMetricsToken } = await import('../commands/metrics-token.ts');
        await revokeMetricsToken(desk, options);
      }),
    );
  tokens
    .command('status', { isDefault: true })
    .description('Whether there is one')
    .action(
      administering(context, async (desk) => {
        const { showMetricsToken } = await import('../commands/metrics-token.ts');
        await showMetricsToken(desk);
      }),
    );
}
