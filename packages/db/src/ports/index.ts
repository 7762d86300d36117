export type * from './audit.ts';
export type * from './budgets.ts';
export type * from './projects.ts';
export type * from './quality.ts';
export type * from './rate-limits.ts';
export type * from './settings.ts';
export type * from './spend.ts';
export type * from './uncertain.ts';
