export { breakdown } from './breakdown.ts';
export { changes } from './changes.ts';
export { ledger } from './ledger.ts';
export { series } from './series.ts';
export { summary } from './summary.ts';
