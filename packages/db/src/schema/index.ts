export * from './audit.ts';
export * from './budgets.ts';
export * from './ledger.ts';
export * from './projects.ts';
export * from './quality.ts';
export * from './rate-limits.ts';
export * from './settings.ts';
