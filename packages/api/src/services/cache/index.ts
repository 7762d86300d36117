export { exportPool } from './export.ts';
export { importPool } from './import.ts';
export { list } from './list.ts';
export { purge } from './purge.ts';
