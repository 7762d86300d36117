import type { Command } from 'commander';
import type { Desk } from '../commands/administration.ts';
import type { ConnectionOptions } from '../gateway/connect.ts';
import type { Surroundings } from '../gateway/place.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** What the commands are registered with. */
export interface CommandContext {
  terminal: Terminal;
  around: Surroundings;
  /** What the process ends with when a command does not throw. */
  finish(code: ExitCode): void;
}

/** The options that stand on every command. */
export interface GlobalOptions extends ConnectionOptions {
  json?: boolean;
}

/**
 * An action that administers a running gateway: signs in first. Its code is loaded only when it runs, so that every
 * command starts as fast as the smallest.
 */
export function administering<Arguments extends unknown[]>(
  context: CommandContext,
  action: (desk: Desk, ...given: Arguments) => Promise<void>,
): (...given: [...Arguments, Command]) => Promise<void> {
  return async (...given) => {
    const command = given.at(-1) as Command;
    const { openDesk } = await import('../commands/administration.ts');
    const desk = await openDesk(command.optsWithGlobals<GlobalOptions>(), context.terminal, context.around);
    await action(desk, ...(given.slice(0, -1) as Arguments));
  };
}
