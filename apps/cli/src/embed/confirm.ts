import { confirm, isCancel } from '@clack/prompts';
import { CliError } from '../command-line/cli-error.ts';
import { EXIT } from '../command-line/exit-codes.ts';

/** Asks on the terminal; `otherwise` says what a no comes to. @throws CliError CANCELLED for Ctrl-C, DECLINED for no. */
export async function askToGoOn(question: string, otherwise = 'Nothing was sent.'): Promise<void> {
  const answer = await confirm({ message: question, output: process.stderr, initialValue: true });
  if (isCancel(answer)) {
    throw new CliError({ code: 'CANCELLED', message: otherwise, exitCode: EXIT.interrupted });
  }
  if (!answer) throw new CliError({ code: 'DECLINED', message: otherwise });
}
