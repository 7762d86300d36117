import { index, integer, primaryKey, real, sqliteTable, text } from '../drizzle.ts';

/** Inspections by quarter hour. */
export const qualityRollups = sqliteTable(
  'quality_rollups',
  {
    quarter: integer().notNull(),
    projectId: text('project_id').notNull(),
    inspected: integer().notNull(),
    passed: integer().notNull(),
    warned: integer().notNull(),
    failed: integer().notNull(),
    inspectNanoseconds: integer('inspect_nanoseconds').notNull(),
  },
  (rollup) => [primaryKey({ columns: [rollup.quarter, rollup.projectId] })],
);

/** Findings by quarter hour and code. */
export const qualityCodes = sqliteTable(
  'quality_codes',
  {
    quarter: integer().notNull(),
    projectId: text('project_id').notNull(),
    code: text().notNull(),
    severity: text({ enum: ['error', 'warning'] }).notNull(),
    count: integer().notNull(),
  },
  (row) => [primaryKey({ columns: [row.quarter, row.projectId, row.code, row.severity] })],
);

/** The newest findings, one line each; the recorder bounds their number. */
export const qualityFailures = sqliteTable(
  'quality_failures',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    at: integer().notNull(),
    callId: text('call_id').notNull(),
    correlationId: text('correlation_id').notNull(),
    projectId: text('project_id').notNull(),
    provider: text().notNull(),
    model: text().notNull(),
    space: text().notNull(),
    inputIndex: integer('input_index').notNull(),
    code: text().notNull(),
    severity: text({ enum: ['error', 'warning'] }).notNull(),
    figure: real(),
    message: text().notNull(),
    recommendation: text().notNull(),
  },
  (failure) => [index('quality_failures_code').on(failure.code)],
);
