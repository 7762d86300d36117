export { effects } from './effects.ts';
export { open } from './open.ts';
export { resolve } from './resolve.ts';
export { resolveMany } from './resolve-many.ts';
