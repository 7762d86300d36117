import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Writable } from 'node:stream';
import { CliError, usageError } from '../command-line/cli-error.ts';
import { whole } from '../embed/settings.ts';
import { counted } from '../present/quantity.ts';
import { RecordLimit } from '../present/record-limit.ts';
import type { Desk } from './administration.ts';

const CHOICES = {
  format: ['jsonl', 'csv'],
  order: ['oldest', 'newest'],
  state: ['held', 'settled', 'released', 'uncertain'],
  kind: ['attempt', 'free', 'recalled', 'coalesced', 'deduplicated', 'truncated', 'adjustment'],
} as const;

export interface ExportOptions {
  format?: string;
  order?: string;
  from?: string;
  to?: string;
  project?: string;
  provider?: string;
  model?: string;
  key?: string;
  tag?: string;
  kind?: string;
  state?: string;
  error?: string;
  correlationId?: string;
  requestId?: string;
  limit?: string;
  output?: string;
}

const MOST_LINES = 1_000_000_000;

/**
 * `weighbridge ledger export`: the ledger as JSON lines or CSV, to stdout or a file, as fast as it is taken. With
 * `--output` and `--json` the result is `{ lines, output, cut }`. A file gets its name when it is complete. What `--limit`
 * cuts off is told on stderr, `{"cut":{…}}` with `--json`: one line more than wanted is asked for and held back.
 */
export async function exportLedger(desk: Desk, options: ExportOptions, cwd: string): Promise<void> {
  const limit = options.limit === undefined ? undefined : whole('--limit', options.limit, 1, MOST_LINES);
  const query = queryOf(options);
  if (limit !== undefined) query.set('limit', String(limit + 1));
  const body = await desk.download(`/export/ledger?${query}`);
  const records = new RecordLimit(query.get('format') === 'csv', limit);
  const passing = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(piece, controller) {
        const passed = records.pass(piece);
        if (passed.length > 0) controller.enqueue(passed);
      },
    }),
  );
  if (options.output === undefined) {
    await cutShort(() => passing.pipeTo(Writable.toWeb(process.stdout), { preventClose: true }), records);
    tellCut(desk, options, records);
    return;
  }
  await writeFile(resolve(cwd, options.output), passing, records);
  const lines = records.count;
  desk.terminal.result(
    { lines, output: options.output, cut: records.next() },
    () => `${counted(lines, 'line')} written to ${options.output}`,
  );
  tellCut(desk, options, records);
}

function tellCut({ terminal }: Desk, { order }: ExportOptions, records: RecordLimit): void {
  const next = records.next();
  if (next === null) return;
  const lines = records.count;
  const goOn =
    order === 'newest'
      ? `--to ${new Date(Date.parse(next.placedAt) + 1).toISOString()}`
      : `--from ${next.placedAt}`;
  terminal.report(
    'cut',
    { lines, next, goOn },
    () =>
      `Cut after ${counted(lines, 'line')}: the next is ${next.id}, placed at ${next.placedAt}. ` +
      `Go on with ${goOn} (lines of that very millisecond may come again).`,
  );
}

async function writeFile(
  path: string,
  body: ReadableStream<Uint8Array>,
  records: RecordLimit,
): Promise<void> {
  // A pipe or a device cannot be renamed to.
  const special = await stat(path).then(
    (found) => !found.isFile(),
    () => false,
  );
  const target = special ? path : `${path}.part`;
  const file = createWriteStream(target);
  try {
    await cutShort(() => body.pipeTo(Writable.toWeb(file)), records);
    if (!special) await rename(target, path);
  } catch (error) {
    file.destroy();
    if (!special) await rm(target, { force: true });
    if (!file.errored || file.errored === error) throw file.errored ? unwritable(path, file.errored) : error;
    throw unwritable(path, file.errored);
  }
}

/** The gateway cuts the connection when it cannot read on. */
async function cutShort(pipe: () => Promise<void>, records: RecordLimit): Promise<void> {
  try {
    await pipe();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new CliError({
      code: 'EXPORT_CUT_SHORT',
      message: `The gateway stopped after ${counted(records.count, 'line')}; what came is not complete. Its log says why. Run the same command again.`,
      facts: { lines: records.count },
      cause: error,
    });
  }
}

function unwritable(path: string, cause: Error): CliError {
  return new CliError({
    code: 'OUTPUT_UNWRITABLE',
    message: `${path} cannot be written (${cause.message}). Make room or choose another place with -o.`,
    facts: { path },
    cause,
  });
}

function queryOf(options: ExportOptions): URLSearchParams {
  const given = {
    format: oneOf('format', options.format ?? 'jsonl'),
    order: oneOf('order', options.order),
    from: instant('--from', options.from),
    to: instant('--to', options.to),
    project: options.project,
    provider: options.provider,
    model: options.model,
    keyId: options.key,
    tag: options.tag,
    kind: oneOf('kind', options.kind),
    state: oneOf('state', options.state),
    errorCode: options.error,
    correlationId: options.correlationId,
    requestId: options.requestId,
  };
  return new URLSearchParams(
    Object.entries(given).filter((pair): pair is [string, string] => pair[1] !== undefined),
  );
}

function oneOf(option: keyof typeof CHOICES, value: string | undefined): string | undefined {
  const choices: readonly string[] = CHOICES[option];
  if (value === undefined || choices.includes(value)) return value;
  throw usageError(`--${option} is "${value}"; write one of: ${choices.join(', ')}.`);
}

/** A date (its first instant in UTC) or an instant, as ISO 8601 in UTC. */
function instant(option: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) {
    throw usageError(
      `${option} is "${text}"; write a date such as 2026-03-01 or an instant such as 2026-03-01T12:00:00Z.`,
    );
  }
  return new Date(time).toISOString();
}
