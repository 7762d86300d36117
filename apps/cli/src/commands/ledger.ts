import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import type { RouterInputs, RouterOutputs } from '@weighbridge/client';
import { usageError } from '../command-line/cli-error.ts';
import { counted } from '../present/quantity.ts';
import { unwritable } from '../vector-files/problems.ts';
import type { Desk } from './administration.ts';

type LedgerLine = RouterOutputs['spend']['ledger']['items'][number];
type LedgerFilter = RouterInputs['spend']['ledger'];

const STATES = ['held', 'settled', 'released', 'uncertain'] as const;
const PAGE = 1000;

export interface ExportOptions {
  from?: string;
  to?: string;
  project?: string;
  state?: string;
  correlationId?: string;
  output?: string;
}

/**
 * `weighbridge ledger export`: every line as JSON, in the order they were placed, to stdout or a file. With `--output`
 * and `--json` the result is `{ lines, output }`.
 */
export async function exportLedger(desk: Desk, options: ExportOptions, cwd: string): Promise<void> {
  const filter = filterOf(options);
  const { terminal } = desk;
  if (options.output === undefined) {
    for await (const line of ledgerLines(desk, filter)) await terminal.line(line);
    return;
  }
  const path = resolve(cwd, options.output);
  const lines = await writeLines(path, ledgerLines(desk, filter));
  terminal.result(
    { lines, output: options.output },
    () => `${counted(lines, 'line')} written to ${options.output}`,
  );
}

/** Page by page, so that neither side holds the whole ledger. */
async function* ledgerLines({ ask }: Desk, filter: LedgerFilter): AsyncGenerator<LedgerLine> {
  let after = 0;
  for (;;) {
    const page = await ask((trpc) => trpc.spend.ledger.query({ ...filter, after, limit: PAGE }));
    yield* page.items;
    if (page.cursor === null || page.items.length === 0) return;
    after = page.cursor;
  }
}

async function writeLines(path: string, lines: AsyncIterable<LedgerLine>): Promise<number> {
  const stream = createWriteStream(path);
  const done = finished(stream);
  // Awaited below; until then a failure must not count as unhandled.
  done.catch(() => undefined);
  let written = 0;
  try {
    for await (const line of lines) {
      if (!stream.write(`${JSON.stringify(line)}\n`) && !stream.destroyed) {
        await Promise.race([once(stream, 'drain'), done]);
      }
      written++;
    }
    stream.end();
    await done;
    return written;
  } catch (error) {
    stream.destroy();
    if (stream.errored) throw unwritable(path, stream.errored);
    throw error;
  }
}

function filterOf(options: ExportOptions): LedgerFilter {
  const state = STATES.find((candidate) => candidate === options.state);
  if (options.state !== undefined && !state) {
    throw usageError(`--state is "${options.state}"; write one of: ${STATES.join(', ')}.`);
  }
  return {
    ...(options.from === undefined ? {} : { from: instant('--from', options.from) }),
    ...(options.to === undefined ? {} : { to: instant('--to', options.to) }),
    ...(options.project === undefined ? {} : { project: options.project }),
    ...(state === undefined ? {} : { state }),
    ...(options.correlationId === undefined ? {} : { correlationId: options.correlationId }),
  };
}

/** A date (its first instant in UTC) or an instant, as ISO 8601 in UTC. */
function instant(option: string, text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) {
    throw usageError(
      `${option} is "${text}"; write a date such as 2026-03-01 or an instant such as 2026-03-01T12:00:00Z.`,
    );
  }
  return new Date(time).toISOString();
}
