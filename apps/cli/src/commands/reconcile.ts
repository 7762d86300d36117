import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { RouterOutputs } from '@weighbridge/client';
import { CliError } from '../command-line/cli-error.ts';
import { count, counted } from '../present/quantity.ts';
import { table } from '../present/table.ts';
import { type Desk, why } from './administration.ts';

type Comparison = RouterOutputs['bills']['compare'];
type Imported = RouterOutputs['bills']['import'];
type Row = Comparison['rows'][number];

/**
 * `weighbridge reconcile [file]`: reads an export in and compares its days; without a file, all that was imported. JSON:
 * `import` (null without a file), `from`, `to`, `rows`, `totals`, `warnings`.
 */
export async function reconcile(
  { ask, terminal }: Desk,
  file: string | undefined,
  options: { reason?: string },
  cwd: string,
): Promise<void> {
  const text = file === undefined ? undefined : await read(resolve(cwd, file));
  const imported =
    file === undefined || text === undefined
      ? null
      : await ask((trpc) => trpc.bills.import.mutate({ fileName: basename(file), text, ...why(options) }));
  const range = imported ? { from: imported.import.from, to: imported.import.to } : {};
  const comparison = await ask((trpc) => trpc.bills.compare.query(range));
  terminal.result({ import: imported, ...comparison }, () => present(imported, comparison));
  // A script finds them in the result.
  if (!terminal.json) for (const { message } of comparison.warnings) terminal.warn(message);
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new CliError({
      code: 'FILE_UNREADABLE',
      message: `${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'}).`,
      facts: { path },
    });
  }
}

function present(imported: Imported | null, comparison: Comparison): string {
  const { totals, rows } = comparison;
  const parts = imported ? [said(imported), ''] : [];
  parts.push(
    table(
      rows,
      [
        { title: 'DAY', value: (row) => row.day },
        { title: 'MODEL', value: (row) => row.model },
        { title: 'BILL', value: (row) => figures(row.bill), align: 'right' },
        { title: 'LEDGER', value: (row) => figures(row.ledger), align: 'right' },
        { title: 'DIFFERENCE', value: difference, align: 'right' },
        { title: 'UNCERTAIN', value: ({ uncertain }) => uncertainOf(uncertain), align: 'right' },
        { title: 'VERDICT', value: verdict },
      ],
      'Nothing was billed on these days, and nothing was settled.',
    ),
  );
  if (rows.length > 0) {
    parts.push('', `${totals.agrees} agree, ${totals.explained} explained, ${totals.differs} differ.`);
  }
  return parts.join('\n');
}

function said({ import: { kind, from, to, lines }, unchanged, replaced, ignored }: Imported): string {
  const days = `${from.slice(0, 10)} to ${new Date(Date.parse(to) - 1).toISOString().slice(0, 10)}`;
  const what = `${kind} of ${days}: ${counted(lines, 'line')}`;
  const before = replaced === 0 ? '' : `, in place of ${counted(replaced, 'earlier import')}`;
  const others = ignored.length === 0 ? '' : ` ${counted(ignored.length, 'other item')} left out.`;
  return unchanged ? `The same ${what} had been imported before.` : `Imported ${what}${before}.${others}`;
}

function figures({ tokens, usd }: Row['bill']): string {
  const parts = [tokens === null ? [] : `${count(tokens)} tokens`, usd ?? []].flat();
  return parts.length === 0 ? '–' : parts.join(', ');
}

function difference({ difference: { tokens, nanoUsd, usd } }: Row): string {
  if ((tokens ?? 0) === 0 && (nanoUsd ?? '0') === '0') return '0';
  return figures({ requests: null, tokens, nanoUsd, usd });
}

function uncertainOf({ attempts, usd }: Row['uncertain']): string {
  return attempts === 0 ? '' : `${counted(attempts, 'attempt')}, ${usd}`;
}

function verdict({ verdict: judged, found }: Row): string {
  if (judged === 'agrees') return found ? 'agrees: no uncertain attempt was billed' : 'agrees';
  if (judged === 'differs') return 'DIFFERS';
  return found
    ? `explained: ${counted(found.billed.length, 'uncertain attempt was', 'uncertain attempts were')} billed`
    : 'explained by uncertain attempts';
}
