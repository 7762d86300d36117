import type { Terminal } from '../command-line/terminal.ts';
import { type Connection, type ConnectionOptions, connectAsAdmin } from '../gateway/connect.ts';
import type { Surroundings } from '../gateway/place.ts';

/** What every administrative command works with. */
export interface Desk {
  ask: Connection['ask'];
  download: Connection['download'];
  terminal: Terminal;
}

/** Signs in as the administrator of a running gateway. @throws CliError */
export async function openDesk(
  options: ConnectionOptions,
  terminal: Terminal,
  around: Surroundings,
): Promise<Desk> {
  const { ask, download } = await connectAsAdmin(options, around);
  return { ask, download, terminal };
}

/** The reason of a change for the audit log, where one was given. */
export function why(options: { reason?: string }): { reason?: string } {
  return options.reason === undefined ? {} : { reason: options.reason };
}
