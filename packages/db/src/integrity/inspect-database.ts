import type { Connection } from '../files/connection.ts';
import { pendingMigrations } from '../files/migrations.ts';
import type { IntegrityReport } from '../ports/index.ts';
import { RetentionReader } from '../retention/retention-reader.ts';
import { checkAmounts } from './amounts.ts';
import { checkRollups } from './rollups.ts';
import { checkForeignKeys, checkPages, checkSchema } from './structure.ts';
import { checkClock, checkOrder } from './time.ts';
import { checkWindows } from './windows.ts';

/** The whole database in one snapshot. What lies on damaged pages or in unknown tables is not looked at any further. */
export function inspectDatabase(connection: Connection, { full }: { full: boolean }): IntegrityReport {
  return connection.transaction(() => {
    const findings = [checkPages(connection, full), checkSchema(connection)];
    if (findings.every(({ ok }) => ok)) {
      findings.push(checkForeignKeys(connection), checkOrder(connection), checkClock(connection));
      // The tables of an older version are others, and about to become these.
      if (pendingMigrations(connection) === 0) {
        findings.push(
          checkAmounts(connection),
          checkWindows(connection),
          checkRollups(connection, new RetentionReader(connection).detailsFrom()),
        );
      }
    }
    return { ok: findings.every(({ ok }) => ok), findings };
  })();
}
