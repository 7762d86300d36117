import type { Command } from 'commander';
import { administering, type CommandContext } from './context.ts';

const REASON = ['--reason <text>', 'why, for the audit log'] as const;

export function addPrices(prices: Command, context: CommandContext): void {
  prices
    .command('list', { isDefault: true })
    .description('Every price there is or was; what was settled keeps its amount')
    .action(
      administering(context, async (desk) => {
        const { listPrices } = await import('../commands/prices.ts');
        await listPrices(desk);
      }),
    );
  prices
    .command('set')
    .description('Set what a model costs, from now on or from an instant to come')
    .argument('<model>')
    .option('--usd-per-million <dollars>', 'a million tokens, such as 0.02')
    .option('--nano-usd-per-token <amount>', 'a whole number of nano-USD')
    .option('--free', 'it costs nothing; its calls still stand in the ledger')
    .option('--from <instant>', 'when it begins, such as 2027-01-01T00:00:00Z (default: now)')
    .option(...REASON)
    .action(
      administering(context, async (desk, model: string, options) => {
        const { setPrice } = await import('../commands/prices.ts');
        await setPrice(desk, model, options);
      }),
    );
  prices
    .command('remove')
    .description('Remove a price that was set; the one before it holds from the next call on')
    .argument('<price>', 'its id, or its model while only one is set for it')
    .option(...REASON)
    .action(
      administering(context, async (desk, id: string, options: { reason?: string }) => {
        const { removePrice } = await import('../commands/prices.ts');
        await removePrice(desk, id, options);
      }),
    );
}

export function addModels(models: Command, context: CommandContext): void {
  models
    .command('list', { isDefault: true })
    .description('What can be embedded with, and what it costs now')
    .action(
      administering(context, async (desk) => {
        const { listModels } = await import('../commands/models.ts');
        await listModels(desk);
      }),
    );
  models
    .command('define')
    .description(
      'Define a model beside the ones that ship, or change it; refused until it has a price or is free',
    )
    .argument('<id>', 'the name that the provider knows it by')
    .requiredOption('--dimensions <n>', 'of a full vector')
    .option('--shortenable', 'calls may ask for fewer dimensions; without it, they may not name any')
    .option('--any-length', 'its vectors do not promise length 1')
    .option('--tokenizer <name>', 'cl100k_base or unknown (default: unknown, held at an upper bound)')
    .option('--max-inputs <n>', 'inputs of a request (default: 2048)')
    .option('--max-tokens-per-input <n>', 'default: 8192')
    .option('--max-tokens-per-request <n>', 'default: 300000')
    .option('--usd-per-million <dollars>', 'a million tokens, such as 0.06')
    .option('--nano-usd-per-token <amount>', 'a whole number of nano-USD')
    .option('--free', 'it costs nothing; its calls still stand in the ledger')
    .option(...REASON)
    .action(
      administering(context, async (desk, id: string, options) => {
        const { defineModel } = await import('../commands/models.ts');
        await defineModel(desk, id, options);
      }),
    );
  models
    .command('remove')
    .description('Refuse a defined model from the next call on; the ledger keeps what it cost')
    .argument('<model>')
    .option(...REASON)
    .action(
      administering(context, async (desk, id: string, options: { reason?: string }) => {
        const { removeModel } = await import('../commands/models.ts');
        await removeModel(desk, id, options);
      }),
    );
}
