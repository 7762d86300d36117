import type { Mode } from '@weighbridge/embeddings/domain';
import { drizzle } from '../drizzle.ts';
import { ledgerClock, projects, routing } from '../schema/index.ts';
import type { Connection } from './connection.ts';

/** What a new database begins with; an existing one keeps what it has. */
export function plantSeeds(connection: Connection, mode: Mode, now: number): void {
  const db = drizzle({ client: connection });
  db.insert(ledgerClock).values({ id: 1, highWater: 0 }).onConflictDoNothing().run();
  db.insert(routing).values({ id: 1, mode }).onConflictDoNothing().run();
  db.insert(projects)
    .values({
      id: 'default',
      name: 'Default',
      splitLargeCalls: true,
      allowFallback: false,
      tooLong: 'error',
      createdAt: now,
    })
    .onConflictDoNothing()
    .run();
}
