import { checkDataDir, type IntegrityReport } from '@weighbridge/gateway';
import { describeError } from '../command-line/describe-error.ts';
import { connectAsAdmin } from '../gateway/connect.ts';
import type { GatewayPlace, Surroundings } from '../gateway/place.ts';
import { isReachable } from '../gateway/reachable.ts';
import { type Check, fail, ok, warn } from './check.ts';

/** Whether the database is sound, by the running gateway or, when none runs, from its file. */
export async function integrityChecks(
  place: GatewayPlace,
  full: boolean,
  around: Surroundings,
): Promise<Check[]> {
  try {
    return linesOf(await reportOf(place, full, around), full);
  } catch (error) {
    const { code, message } = describeError(error);
    // Nothing to look at; the lines on the directory and the gateway say so.
    if (code === 'DATABASE_MISSING' || code === 'GATEWAY_UNREACHABLE') return [];
    return [warn('ledger check', message, 'See the other lines; then run doctor again.')];
  }
}

async function reportOf(place: GatewayPlace, full: boolean, around: Surroundings): Promise<IntegrityReport> {
  if (!(await isReachable(place))) return checkDataDir(place.dataDir, { full });
  const { ask } = await connectAsAdmin({ url: place.url, dataDir: place.dataDir }, around);
  return ask((trpc) => trpc.keeping.check.query({ full }));
}

/** One line for all that is well, one for each thing that is not. */
function linesOf(report: IntegrityReport, full: boolean): Check[] {
  const wrong = report.findings.filter((finding) => !finding.ok);
  if (wrong.length === 0) {
    const depth = full ? 'indexes included' : 'run with --full to compare indexes as well';
    return [ok('ledger check', `pages, counters, sums, amounts and times agree (${depth})`)];
  }
  return wrong.map(({ name, message, problems, examples, hint }) =>
    fail(
      `ledger check: ${name}`,
      `${message} (${problems}): ${examples.join('; ')}`,
      hint ?? 'Restore the last sound backup.',
    ),
  );
}
