export { effects } from './effects.ts';
export { resolve } from './resolve.ts';
export { resolveMany } from './resolve-many.ts';
