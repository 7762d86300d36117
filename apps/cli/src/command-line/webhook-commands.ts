import type { Command } from 'commander';
import { administering, type CommandContext } from './context.ts';

const REASON = ['--reason <text>', 'why, for the audit log'] as const;
const WEBHOOK = ['<webhook>', 'its id or name, as `webhooks list` shows them'] as const;
const FORMAT = ['--format <format>', 'generic (default) or slack'] as const;
const FROM = ['--min-severity <severity>', 'info, warning (default) or critical, and above'] as const;

export function addWebhooks(webhooks: Command, context: CommandContext): void {
  webhooks
    .command('list', { isDefault: true })
    .description('Where alerts are sent')
    .action(
      administering(context, async (desk) => {
        const { listWebhooks } = await import('../commands/webhooks.ts');
        await listWebhooks(desk);
      }),
    );
  webhooks
    .command('create')
    .description('Send alerts somewhere; the signing secret is shown this once')
    .argument('<name>')
    .requiredOption('--to <address>', 'where to send them')
    .option(...FORMAT)
    .option(...FROM)
    .option(...REASON)
    .action(
      administering(context, async (desk, name: string, options) => {
        const { createWebhook } = await import('../commands/webhooks.ts');
        await createWebhook(desk, name, options);
      }),
    );
  webhooks
    .command('update')
    .description('Change what is given')
    .argument(...WEBHOOK)
    .option('--name <name>')
    .option('--to <address>', 'where to send alerts')
    .option(...FORMAT)
    .option(...FROM)
    .option('--enable', 'send again')
    .option('--disable', 'send nothing, and give up what is on its way')
    .option(...REASON)
    .action(
      administering(context, async (desk, id: string, options) => {
        const { updateWebhook } = await import('../commands/webhooks.ts');
        await updateWebhook(desk, id, options);
      }),
    );
  webhooks
    .command('rotate')
    .description('Make another signing secret; it is shown this once')
    .argument(...WEBHOOK)
    .option(...REASON)
    .action(
      administering(context, async (desk, id: string, options) => {
        const { rotateSecret } = await import('../commands/webhooks.ts');
        await rotateSecret(desk, id, options);
      }),
    );
  webhooks
    .command('remove')
    .description('Send nothing more there; the log of deliveries stays')
    .argument(...WEBHOOK)
    .option(...REASON)
    .action(
      administering(context, async (desk, id: string, options) => {
        const { removeWebhook } = await import('../commands/webhooks.ts');
        await removeWebhook(desk, id, options);
      }),
    );
  webhooks
    .command('test')
    .description('Send a test message, tried once')
    .argument(...WEBHOOK)
    .action(
      administering(context, async (desk, id: string) => {
        const { testWebhook } = await import('../commands/webhooks.ts');
        await testWebhook(desk, id);
      }),
    );
  webhooks
    .command('deliveries')
    .description('What was sent where and how that went, newest first')
    .option('--webhook <webhook>', 'only what was sent there')
    .option('--state <state>', 'pending, delivered or failed')
    .option('--limit <n>', 'how many at most', '50')
    .action(
      administering(context, async (desk, options) => {
        const { listDeliveries } = await import('../commands/webhooks.ts');
        await listDeliveries(desk, options);
      }),
    );
  webhooks
    .command('redeliver')
    .description('Send an old message again, under its id')
    .argument('<delivery>', 'its id, as `webhooks deliveries` shows it')
    .action(
      administering(context, async (desk, id: string) => {
        const { redeliver } = await import('../commands/webhooks.ts');
        await redeliver(desk, id);
      }),
    );
}
