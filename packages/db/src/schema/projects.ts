import { TOO_LONG } from '@weighbridge/embeddings/domain';
import { index, integer, sql, sqliteTable, text, uniqueIndex } from '../drizzle.ts';

export const projects = sqliteTable('projects', {
  id: text().primaryKey(),
  name: text().notNull().unique(),
  splitLargeCalls: integer('split_large_calls', { mode: 'boolean' }).notNull(),
  allowFallback: integer('allow_fallback', { mode: 'boolean' }).notNull(),
  createdAt: integer('created_at').notNull(),
  /** What becomes of texts longer than the model takes. */
  tooLong: text('too_long', { enum: TOO_LONG }).notNull().default('error'),
});

export const accessKeys = sqliteTable(
  'access_keys',
  {
    id: text().primaryKey(),
    projectId: text('project_id')
      .notNull()
      .references(() => projects.id),
    name: text().notNull(),
    sha256: text().notNull().unique(),
    last4: text().notNull(),
    allowFallback: integer('allow_fallback', { mode: 'boolean' }).notNull(),
    createdAt: integer('created_at').notNull(),
    revokedAt: integer('revoked_at'),
    lastUsedAt: integer('last_used_at'),
  },
  (key) => [uniqueIndex('access_keys_live').on(key.projectId, key.name).where(sql`revoked_at IS NULL`)],
);

export const sessions = sqliteTable(
  'sessions',
  {
    tokenHash: text('token_hash').primaryKey(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (session) => [index('sessions_expiry').on(session.expiresAt)],
);
