export { failures } from './failures.ts';
export { summary } from './summary.ts';
