export { backup } from './backup.ts';
export { check } from './check.ts';
