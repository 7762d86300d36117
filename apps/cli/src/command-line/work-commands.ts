import type { Command } from 'commander';
import type { CommandContext } from './context.ts';

/** Commands that run the gateway, or embed and find. */
export function addWork(program: Command, context: CommandContext): void {
  addStart(program, context);
  addMock(program, context);
  addQuote(program, context);
  addEmbed(program, context);
  addSearch(program, context);
}

function addStart(program: Command, { terminal, around, finish }: CommandContext): void {
  program
    .command('start')
    .description('Start the gateway, and the dashboard beside it')
    .option('--no-dashboard', 'the gateway alone')
    .option('--port <n>', 'the gateway’s port (WEIGHBRIDGE_PORT, 4100)')
    .option('--dashboard-port <n>', 'the dashboard’s port (WEIGHBRIDGE_DASHBOARD_PORT, 3000)')
    .action(async (_options, command: Command) => {
      const { start } = await import('../commands/start.ts');
      finish(await start(command.optsWithGlobals(), terminal, around));
    });
}

function addMock(program: Command, { terminal, finish }: CommandContext): void {
  program
    .command('mock')
    .description('A gateway for tests: mock mode, a free port, a temporary database; gone at a signal')
    .option('--port <n>', 'its port; 0 takes a free one', '0')
    .option('--key <key>', 'the access key to accept (made up when left out)')
    .action(async (_options, command: Command) => {
      const { mock } = await import('../commands/mock.ts');
      finish(await mock(command.optsWithGlobals(), terminal));
    });
}

/** What `quote`, `embed` and `worker add` read, and how they cut it; `target` is what the gateway is asked for. */
export function readingOptions(command: Command, { target } = { target: true }): Command {
  command
    .argument('<paths...>', 'files or folders')
    .option('--include <glob>', 'only files that match; may be repeated', collect)
    .option('--exclude <glob>', 'pass over files that match; may be repeated', collect)
    .option('--chunk-tokens <n>', 'tokens of a chunk, at most', '400')
    .option('--chunk-overlap <n>', 'tokens that a chunk repeats of the one before, at most', '40')
    .option('--max-file-mb <n>', 'pass over larger files', '32');
  if (!target) return command;
  return command
    .option('--model <model>', 'embedding model (default: the gateway’s)')
    .option('--dimensions <n>', 'shorter vectors, where the model can')
    .option('--project <project>', 'project to book it to (an access key brings its own)')
    .option('--too-long <way>', 'chunks longer than the model takes: error, truncate or split')
    .option('--key <key>', 'sign in by an access key (WEIGHBRIDGE_KEY) instead of the token file');
}

function addQuote(program: Command, { terminal, around, finish }: CommandContext): void {
  readingOptions(
    program.command('quote').description('What embedding files would weigh and cost now; nothing is sent'),
  ).action(async (paths: string[], _options, command: Command) => {
    const { quote } = await import('../commands/quote.ts');
    finish(await quote(paths, command.optsWithGlobals(), terminal, around));
  });
}

function addEmbed(program: Command, { terminal, around, finish }: CommandContext): void {
  readingOptions(
    program
      .command('embed')
      .description('Embed files or folders into JSON lines or a sqlite-vec database; resumes where it ended'),
  )
    .option('-o, --output <file>', '.jsonl, or .db / .sqlite', 'embeddings.jsonl')
    .option('--vectors <form>', 'in JSON lines: float (numbers) or base64 (float32 bytes)', 'float')
    .option('-y, --yes', 'do not ask')
    .option('--dry-run', 'show the quote only')
    .action(async (paths: string[], _options, command: Command) => {
      const { embed } = await import('../commands/embed.ts');
      finish(await embed(paths, command.optsWithGlobals(), terminal, around));
    });
}

function addSearch(program: Command, { terminal, around, finish }: CommandContext): void {
  program
    .command('search')
    .description('Find the chunks of a file that are nearest to a query')
    .argument('<query>')
    .requiredOption('--in <file>', 'what embed wrote')
    .option('--top <n>', 'how many', '5')
    .option('--project <project>', 'project to book the query to')
    .option('--key <key>', 'sign in by an access key (WEIGHBRIDGE_KEY) instead of the token file')
    .action(async (query: string, _options, command: Command) => {
      const { search } = await import('../commands/search.ts');
      finish(await search(query, command.optsWithGlobals(), terminal, around));
    });
}

export function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}
