import { join, resolve } from 'node:path';
import type { RouterOutputs } from '@weighbridge/client';
import { backupDataDir } from '@weighbridge/gateway';
import { EXIT, type ExitCode } from '../command-line/exit-codes.ts';
import type { Terminal } from '../command-line/terminal.ts';
import { type ConnectionOptions, connectAsAdmin } from '../gateway/connect.ts';
import { locateGateway, type Surroundings } from '../gateway/place.ts';
import { isReachable } from '../gateway/reachable.ts';
import { bytes, count } from '../present/quantity.ts';

type Report = RouterOutputs['keeping']['backup'];

/**
 * `weighbridge backup <file>`: by the running gateway, while it goes on answering, or from its data directory when none
 * runs. JSON: the report. Fails when the copy is not sound; it is kept then, too.
 */
export async function backup(
  file: string,
  options: ConnectionOptions & { withCache?: boolean },
  terminal: Terminal,
  around: Surroundings,
): Promise<ExitCode> {
  const target = resolve(around.cwd, file);
  const withCache = options.withCache ?? false;
  const place = locateGateway(options, around);
  const report = (await isReachable(place))
    ? await online(target, withCache, options, around)
    : offline(place.dataDir, target, withCache, around);
  terminal.result(report, () => lines(report).join('\n'));
  return report.integrity.ok ? EXIT.ok : EXIT.failure;
}

async function online(
  file: string,
  withCache: boolean,
  options: ConnectionOptions,
  around: Surroundings,
): Promise<Report> {
  const { ask } = await connectAsAdmin(options, around);
  return ask((trpc) => trpc.keeping.backup.mutate({ file, withCache }));
}

function offline(dataDir: string, file: string, withCache: boolean, { env }: Surroundings): Report {
  const report = backupDataDir(dataDir, file, { withCache });
  return {
    ...report,
    highWater: report.highWater === 0 ? null : new Date(report.highWater).toISOString(),
    keepAlso: env.WEIGHBRIDGE_SECRET
      ? 'WEIGHBRIDGE_SECRET, as it is set now: without it stored provider keys cannot be read.'
      : `${join(dataDir, 'secret.key')}, or WEIGHBRIDGE_SECRET if the gateway has one: without it stored provider keys cannot be read.`,
  };
}

function lines(report: Report): string[] {
  const { file, highWater, entries, openAttempts, integrity } = report;
  const wrong = integrity.findings.filter(({ ok }) => !ok);
  return [
    `${file}: ${bytes(report.bytes)}`,
    ...(report.cacheFile === null ? [] : [`${report.cacheFile}: ${bytes(report.cacheBytes ?? 0)}`]),
    highWater === null
      ? 'The ledger in it is unused.'
      : `The ledger in it goes up to ${highWater}: ${count(entries)} entries, ${count(openAttempts)} of them in flight or uncertain.`,
    wrong.length === 0
      ? 'The copy was read back and is sound.'
      : `The copy is NOT sound:\n${wrong.map(({ message, hint }) => `  ${message}. ${hint}`).join('\n')}`,
    `Keep also ${report.keepAlso}`,
  ];
}
