import { CliError } from '../command-line/cli-error.ts';
import { EXIT, type ExitCode } from '../command-line/exit-codes.ts';
import { watchInterrupts } from '../command-line/interrupt.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { openJob } from '../embed/job.ts';
import { weightAsJson, weightAsText } from '../embed/present-weight.ts';
import { type ReadingOptions, readingSettings } from '../embed/settings.ts';
import { assertDocuments, weigh } from '../embed/weigh.ts';
import { type ConnectionOptions, connect } from '../gateway/connect.ts';
import type { Surroundings } from '../gateway/place.ts';

/** `weighbridge quote`: what embedding these files would weigh and cost now; nothing is sent to a provider. */
export async function quote(
  paths: readonly string[],
  options: ReadingOptions & ConnectionOptions,
  terminal: Terminal,
  around: Surroundings,
): Promise<ExitCode> {
  const settings = readingSettings(options);
  const job = await openJob(paths, settings, { cwd: around.cwd, except: [] });
  const { client } = await connect(options, around);
  const interrupt = watchInterrupts();
  try {
    const weight = await weigh({
      client,
      target: settings.target,
      events: job.chunks(),
      isHeld: () => false,
      pinned: undefined,
      signal: interrupt.soft,
      onProgress: () => undefined,
    });
    for (const problem of weight.problems) terminal.warn(`${problem.outcome} ${problem.message}`);
    assertDocuments(weight);
    if (weight.chunks === 0) {
      throw new CliError({ code: 'NO_DOCUMENTS', message: 'There is no text to weigh under these paths.' });
    }
    terminal.result(weightAsJson(weight), () => weightAsText(weight, terminal.style));
    return EXIT.ok;
  } finally {
    interrupt.release();
  }
}
