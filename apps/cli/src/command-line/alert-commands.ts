import type { Command } from 'commander';
import { administering, type CommandContext } from './context.ts';

const REASON = ['--reason <text>', 'why, for the audit log'] as const;
const LIMIT = ['--limit <n>', 'how many at most', '50'] as const;

export function addAlerts(alerts: Command, context: CommandContext): void {
  alerts
    .command('list', { isDefault: true })
    .description('What needs a look, newest first')
    .option('--all', 'those that were acknowledged as well')
    .option('--kind <kind>', 'threshold, forecast, overrun, uncertain, gap or webhook')
    .option(...LIMIT)
    .action(
      administering(context, async (desk, options) => {
        const { listAlerts } = await import('../commands/alerts.ts');
        await listAlerts(desk, options);
      }),
    );
  alerts
    .command('acknowledge')
    .alias('ack')
    .description('Say that somebody has looked')
    .argument('[ids...]')
    .option('--all', 'every open one')
    .option(...REASON)
    .action(
      administering(context, async (desk, ids: string[], options) => {
        const { acknowledgeAlerts } = await import('../commands/alerts.ts');
        await acknowledgeAlerts(desk, ids, options);
      }),
    );
  alerts
    .command('settings')
    .description('Show what is watched for, or change what is given')
    .option('--thresholds <percents>', 'percents of each budget, such as 50,80,100, or off')
    .option('--forecast <state>', 'on or off: tell when a budget is forecast to run out')
    .option('--uncertain-usd <usd>', 'tell when so much is uncertain in all, or off')
    .option('--uncertain-percent <n>', 'tell when so much of a budget is uncertain, or off')
    .option('--dashboard-url <url>', 'where links in messages lead, or off')
    .option(...REASON)
    .action(
      administering(context, async (desk, options) => {
        const { alertSettings } = await import('../commands/alerts.ts');
        await alertSettings(desk, options);
      }),
    );
}
