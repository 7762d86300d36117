import type { Connection } from '../files/connection.ts';
import { pendingMigrations } from '../files/migrations.ts';
import type { IntegrityCheckName, IntegrityFinding, IntegrityReport } from '../ports/index.ts';
import { RetentionReader } from '../retention/retention-reader.ts';
import { checkAmounts } from './amounts.ts';
import { checkRollups } from './rollups.ts';
import { checkForeignKeys, checkPages, checkSchema } from './structure.ts';
import { checkClock, checkOrder } from './time.ts';
import { checkWindows } from './windows.ts';

/**
 * The whole database in one snapshot. What lies on damaged pages or in unknown tables is not looked at any further.
 * @param onStep Told the name of each check before it is run.
 */
export function inspectDatabase(
  connection: Connection,
  { full }: { full: boolean },
  onStep: (check: IntegrityCheckName) => void = () => {},
): IntegrityReport {
  const run = (name: IntegrityCheckName, check: () => IntegrityFinding) => {
    onStep(name);
    return check();
  };
  return connection.transaction(() => {
    const findings = [
      run('pages', () => checkPages(connection, full)),
      run('schema', () => checkSchema(connection)),
    ];
    if (findings.every(({ ok }) => ok)) {
      findings.push(
        run('foreign_keys', () => checkForeignKeys(connection)),
        run('order', () => checkOrder(connection)),
        run('clock', () => checkClock(connection)),
      );
      // The tables of an older version are others, and about to become these.
      if (pendingMigrations(connection) === 0) {
        findings.push(
          run('amounts', () => checkAmounts(connection)),
          run('windows', () => checkWindows(connection)),
          run('rollups', () => checkRollups(connection, new RetentionReader(connection).detailsFrom())),
        );
      }
    }
    return { ok: findings.every(({ ok }) => ok), findings };
  })();
}
