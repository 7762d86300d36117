import { type CliError, usageError } from '../command-line/cli-error.ts';
import type { Desk } from './administration.ts';
import { why } from './administration.ts';

const MODES = ['mock', 'real', 'hybrid'] as const;
type Mode = (typeof MODES)[number];

/** `weighbridge mode`: what is in force. JSON: `{ mode, space, provider }`. */
export async function showMode({ ask, terminal }: Desk): Promise<void> {
  const status = await ask((trpc) => trpc.providers.status.query());
  const readiness = status.modes.find(({ mode }) => mode === status.mode);
  if (readiness && !readiness.allowed) {
    terminal.warn(`${readiness.message} Until then every call is refused.`);
  }
  terminal.result(
    { mode: status.mode, space: status.space, provider: status.activeProvider },
    () => `${status.mode}  (provider ${status.activeProvider}, space ${status.space})`,
  );
}

/** `weighbridge mode real`: asks first on a terminal. JSON: `{ mode, previous, changed, at }`. */
export async function setMode(
  { ask, terminal }: Desk,
  wanted: string,
  options: { reason?: string; yes?: boolean },
): Promise<void> {
  const mode = parseMode(wanted);
  const status = await ask((trpc) => trpc.providers.status.query());
  if (!options.yes && terminal.interactive && status.mode !== mode) {
    const readiness = status.modes.find((candidate) => candidate.mode === mode);
    terminal.note(
      `From ${status.mode} to ${mode}: the next call answers in ${readiness?.space ?? 'another space'}; ` +
        'a running embed into a pinned file stops and keeps what it has.' +
        (readiness?.message ? `\n${readiness.message}` : ''),
    );
    const { askToGoOn } = await import('../embed/confirm.ts');
    await askToGoOn(`Switch to ${mode}?`);
  }
  const changed = await ask((trpc) => trpc.providers.setMode.mutate({ mode, ...why(options) }));
  terminal.result(changed, () =>
    changed.changed ? `${changed.mode}  (was ${changed.previous})` : `${changed.mode}  (unchanged)`,
  );
}

/** @throws CliError USAGE */
function parseMode(text: string): Mode {
  const mode = MODES.find((candidate) => candidate === text);
  if (mode) return mode;
  throw unknownMode(text);
}

function unknownMode(text: string): CliError {
  return usageError(`"${text}" is no mode. Write one of: ${MODES.join(', ')}.`, { mode: text });
}
