import { index, integer, sqliteTable, text } from '../drizzle.ts';

export const auditLines = sqliteTable(
  'audit_lines',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    at: integer().notNull(),
    actor: text().notNull(),
    action: text().notNull(),
    target: text().notNull(),
    from: text('from_value'),
    to: text('to_value'),
    reason: text(),
    correlationId: text('correlation_id'),
  },
  (line) => [index('audit_lines_action').on(line.action)],
);
