import type { Command } from 'commander';
import type { ScoreOptions } from '../commands/forecast.ts';
import { addAlerts } from './alert-commands.ts';
import { addCache } from './cache-commands.ts';
import { administering, type CommandContext } from './context.ts';
import { addLedger, addRetention } from './ledger-commands.ts';
import { addMetricsToken } from './metrics-token-commands.ts';
import { addModels, addPrices } from './price-commands.ts';
import { addRateLimits } from './rate-limit-commands.ts';
import { addWebhooks } from './webhook-commands.ts';

const REASON = ['--reason <text>', 'why, for the audit log'] as const;

/** Commands that change or show what a running gateway keeps. */
export function addAdministration(program: Command, context: CommandContext): void {
  addMode(program, context);
  addProviders(program.command('providers').description('The makers of vectors, and their keys'), context);
  addKeys(program.command('keys').description('Access keys of pipelines and SDKs'), context);
  addProjects(
    program.command('projects').description('Projects, each with its keys, budgets and cache'),
    context,
  );
  addBudgets(program.command('budgets').description('Limits on what is truly billed'), context);
  addRateLimits(
    program.command('rate-limits').description('Limits on requests and tokens in any minute or hour'),
    context,
  );
  addAlerts(program.command('alerts').description('What needs a look: budgets, uncertain money'), context);
  addWebhooks(program.command('webhooks').description('Where alerts are sent, and how that went'), context);
  addCache(program.command('cache').description('The vectors that are kept, by project'), context);
  addPrices(program.command('prices').description('What models cost, by date'), context);
  addModels(program.command('models').description('What can be embedded with'), context);
  addLedger(program.command('ledger').description('The ledger: every attempt, every answer'), context);
  addMetricsToken(
    program.command('metrics-token').description('What lets Prometheus read /metrics from elsewhere'),
    context,
  );
  addRetention(
    program.command('retention').description('How long single entries of the ledger are kept'),
    context,
  );
  addRecords(program, context);
}

function addMode(program: Command, context: CommandContext): void {
  program
    .command('mode')
    .description('Show the mode, or switch it; acts on the next call')
    .argument('[mode]', 'mock, real or hybrid')
    .option(...REASON)
    .option('-y, --yes', 'do not ask')
    .action(
      administering(
        context,
        async (desk, mode: string | undefined, options: { reason?: string; yes?: boolean }) => {
          const { setMode, showMode } = await import('../commands/mode.ts');
          await (mode === undefined ? showMode(desk) : setMode(desk, mode, options));
        },
      ),
    );
}

function addProviders(providers: Command, context: CommandContext): void {
  providers
    .command('status', { isDefault: true })
    .description('Endpoints, keys (last four characters) and health')
    .action(
      administering(context, async (desk) => {
        const { providersStatus } = await import('../commands/providers.ts');
        await providersStatus(desk);
      }),
    );
  providers
    .command('set')
    .description('Set a provider’s key or base URL')
    .argument('<provider>', 'openai')
    .option('--api-key <key>', 'stored encrypted; ends up in the shell’s history, so prefer --api-key-stdin')
    .option('--api-key-stdin', 'read the key from standard input')
    .option('--forget-key', 'forget the stored key')
    .option('--base-url <url>', 'such as https://api.openai.com/v1')
    .option('--official-url', 'forget the stored base URL: use the official API')
    .option(...REASON)
    .action(
      administering(context, async (desk, id: string, options) => {
        const { setProvider } = await import('../commands/providers.ts');
        await setProvider(desk, id, options);
      }),
    );
  providers
    .command('test')
    .description('Whether a provider would answer, without paying')
    .argument('[provider]', 'openai or mock', 'openai')
    .option('--deep', 'also embed three short texts (held and paid like any call)')
    .action(
      administering(context, async (desk, id: string, options: { deep?: boolean }) => {
        const { testProvider } = await import('../commands/providers.ts');
        await testProvider(desk, id, options);
      }),
    );
}

function addKeys(keys: Command, context: CommandContext): void {
  keys
    .command('create')
    .description('Make an access key; it is shown this once')
    .argument('<name>')
    .option('--project <project>', 'the project it belongs to (default: default)')
    .option('--allow-fallback', 'in hybrid mode, its calls may be answered by the fallback')
    .option(...REASON)
    .action(
      administering(context, async (desk, name: string, options) => {
        const { createKey } = await import('../commands/keys.ts');
        await createKey(desk, name, options);
      }),
    );
  keys
    .command('list', { isDefault: true })
    .description('All keys, by their last four characters')
    .action(
      administering(context, async (desk) => {
        const { listKeys } = await import('../commands/keys.ts');
        await listKeys(desk);
      }),
    );
  keys
    .command('revoke')
    .description('Refuse a key from the next call on')
    .argument('<key>', 'its id or name, as `keys list` shows them; project/name where several bear the name')
    .option(...REASON)
    .action(
      administering(context, async (desk, id: string, options: { reason?: string }) => {
        const { revokeKey } = await import('../commands/keys.ts');
        await revokeKey(desk, id, options);
      }),
    );
}

function addProjects(projects: Command, context: CommandContext): void {
  projects
    .command('list', { isDefault: true })
    .description('All projects')
    .action(
      administering(context, async (desk) => {
        const { listProjects } = await import('../commands/projects.ts');
        await listProjects(desk);
      }),
    );
  projects
    .command('create')
    .description('Make a project')
    .argument('<name>')
    .option('--id <slug>', 'its id; made from the name when left out')
    .option('--no-split', 'refuse calls that are larger than one request may be, instead of splitting them')
    .option('--allow-fallback', 'in hybrid mode, its calls may be answered by the fallback')
    .option('--too-long <way>', 'texts longer than the model takes: error, truncate or split')
    .option(...REASON)
    .action(
      administering(context, async (desk, name: string, options) => {
        const { createProject } = await import('../commands/projects.ts');
        await createProject(desk, name, options);
      }),
    );
  projects
    .command('update')
    .description('Change a project; what is left out stays')
    .argument('<project>', 'its id or name')
    .option('--name <name>')
    .option('--split', 'split calls that are larger than one request may be')
    .option('--no-split', 'refuse them')
    .option('--allow-fallback', 'in hybrid mode, its calls may be answered by the fallback')
    .option('--no-allow-fallback', 'they may not')
    .option('--too-long <way>', 'texts longer than the model takes: error, truncate or split')
    .option(...REASON)
    .action(
      administering(context, async (desk, id: string, options) => {
        const { updateProject } = await import('../commands/projects.ts');
        await updateProject(desk, id, options);
      }),
    );
}

function addBudgets(budgets: Command, context: CommandContext): void {
  budgets
    .command('set')
    .description('Create the budget of a scope and window, or change its limit')
    .requiredOption(
      '--scope <scope>',
      'global, project:<id or name>, key:<id or name>, tag:<tag>, provider:<id> or model:<id>',
    )
    .requiredOption('--window <window>', 'hour, day, week, month or total')
    .option('--limit-usd <dollars>', 'such as 0.50')
    .option('--limit-nano-usd <amount>', 'a whole number of nano-USD')
    .option('--time-zone <zone>', 'IANA zone that windows begin in (default: UTC)')
    .option('--reset-time <HH:MM>', 'local time that days, weeks and months begin at (default: 00:00)')
    .option(...REASON)
    .action(
      administering(context, async (desk, options) => {
        const { setBudget } = await import('../commands/budgets.ts');
        await setBudget(desk, options);
      }),
    );
  budgets
    .command('list', { isDefault: true })
    .description('All budgets with their present window')
    .action(
      administering(context, async (desk) => {
        const { listBudgets } = await import('../commands/budgets.ts');
        await listBudgets(desk);
      }),
    );
  budgets
    .command('remove')
    .description('Remove a budget')
    .argument('<budget...>', 'its id, or its scope and window: project:search day')
    .option(...REASON)
    .action(
      administering(context, async (desk, budget: string[], options: { reason?: string }) => {
        const { removeBudget } = await import('../commands/budgets.ts');
        await removeBudget(desk, budget.join(' '), options);
      }),
    );
}

function addRecords(program: Command, context: CommandContext): void {
  program
    .command('reconcile')
    .argument('[file]', 'a usage or costs export of OpenAI, JSON or CSV')
    .description('Set the ledger beside what the provider says it billed, by UTC day and model')
    .option(...REASON)
    .action(
      administering(context, async (desk, file: string | undefined, options: { reason?: string }) => {
        const { reconcile } = await import('../commands/reconcile.ts');
        await reconcile(desk, file, options, context.around.cwd);
      }),
    );
  program
    .command('spend')
    .description('What was spent and saved today and this month')
    .option('--project <project>', 'by id or name')
    .action(
      administering(context, async (desk, options: { project?: string }) => {
        const { showSpend } = await import('../commands/spend.ts');
        await showSpend(desk, options);
      }),
    );
  program
    .command('forecast')
    .description('How well spend is forecast')
    .command('score')
    .description('Forecasts past days from what was known then, beside a straight line')
    .option('--days <n>', 'how many of the last days', '28')
    .option('--project <project>', 'by id or name')
    .option('--provider <id>')
    .option('--model <id>')
    .option('--key <key>', 'what came with an access key, by id or name')
    .option('--tag <tag>')
    .action(
      administering(context, async (desk, options: ScoreOptions) => {
        const { scoreForecast } = await import('../commands/forecast.ts');
        await scoreForecast(desk, options);
      }),
    );
  program
    .command('audit')
    .description('Who changed what, when and why')
    .option('--limit <n>', 'lines, at most 200', '50')
    .option('--action <action>', 'only this kind, such as mode.set')
    .action(
      administering(context, async (desk, options: { limit: string; action?: string }) => {
        const { showAudit } = await import('../commands/audit.ts');
        await showAudit(desk, options);
      }),
    );
}
