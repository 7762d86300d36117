export { backup } from './backup.ts';
export { backups } from './backups.ts';
export { check } from './check.ts';
export { status } from './status.ts';
