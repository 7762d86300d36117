import type { Command } from 'commander';
import { administering, type CommandContext } from './context.ts';

const REASON = ['--reason <text>', 'why, for the audit log'] as const;

/** What is in the ledger, and what somebody found out about the parts it does not know. */
export function addLedger(ledger: Command, context: CommandContext): void {
  ledger
    .command('uncertain')
    .description('What may have been billed; it counts against budgets until it is resolved')
    .action(
      administering(context, async (desk) => {
        const { listUncertain } = await import('../commands/uncertain.ts');
        await listUncertain(desk);
      }),
    );
  const gaps = ledger
    .command('gaps')
    .description('Periods that the ledger lacks because an older copy of it was put in place');
  gaps
    .command('list', { isDefault: true })
    .description('All of them, and which budgets they stop')
    .action(
      administering(context, async (desk) => {
        const { listGaps } = await import('../commands/gaps.ts');
        await listGaps(desk);
      }),
    );
  gaps
    .command('close')
    .argument('<id>', 'of an open gap')
    .description('Say what the provider billed in it, which frees the budgets it stops')
    .option('--billed-usd <dollars>', 'such as 1.23; it counts in every budget that overlaps the gap')
    .option('--nothing-billed', 'free them as they are')
    .option(...REASON)
    .action(
      administering(context, async (desk, id: string, options) => {
        const { closeGap } = await import('../commands/gaps.ts');
        await closeGap(desk, id, options);
      }),
    );
  ledger
    .command('resolve')
    .argument('[ids...]', 'of uncertain attempts')
    .description('Say what became of money that may have been billed')
    .option('--billed', 'settle it at what was held')
    .option('--not-billed', 'free it')
    .option('--all', 'all that is uncertain, of a period when one is named')
    .option('--from <instant>', 'with --all: a date or an instant; inclusive')
    .option('--to <instant>', 'with --all: exclusive')
    .option('--reason <text>', 'for the audit log')
    .action(
      administering(context, async (desk, ids: string[], options) => {
        const { resolveUncertain } = await import('../commands/uncertain.ts');
        await resolveUncertain(desk, ids, options);
      }),
    );
  ledger
    .command('export')
    .description('The ledger as JSON lines or CSV, narrowed as on the Spend page')
    .option('--format <format>', 'jsonl or csv', 'jsonl')
    .option('--order <order>', 'oldest or newest first')
    .option('--from <instant>', 'a date or an instant; inclusive')
    .option('--to <instant>', 'exclusive')
    .option('--project <project>', 'by id or name')
    .option('--provider <id>')
    .option('--model <id>')
    .option('--key <key>', 'what came with an access key, by id or name')
    .option('--tag <tag>')
    .option('--kind <kind>', 'attempt, free, recalled, coalesced, deduplicated, truncated or adjustment')
    .option('--state <state>', 'held, settled, released or uncertain')
    .option('--error <code>', 'attempts that ended so')
    .option('--correlation-id <id>', 'of the caller')
    .option('--request-id <id>', 'of one call')
    .option('--limit <n>', 'so many lines at most; where it was cut is said on standard error')
    .option('-o, --output <file>', 'instead of standard output')
    .action(
      administering(context, async (desk, options) => {
        const { exportLedger } = await import('../commands/ledger.ts');
        await exportLedger(desk, options, context.around.cwd);
      }),
    );
}

export function addRetention(retention: Command, context: CommandContext): void {
  retention
    .command('show', { isDefault: true })
    .description('What is set, and from when on there are details')
    .action(
      administering(context, async (desk) => {
        const { showRetention } = await import('../commands/retention.ts');
        await showRetention(desk);
      }),
    );
  retention
    .command('set')
    .description('Delete closed entries that are older; sums by quarter hour, budgets and the audit log stay')
    .option('--days <n>', 'from 7')
    .option('--forever', 'delete none any more')
    .option(...REASON)
    .action(
      administering(context, async (desk, options) => {
        const { setRetention } = await import('../commands/retention.ts');
        await setRetention(desk, options);
      }),
    );
}
