export { create } from './create.ts';
export { findAnyKey, findKey } from './find.ts';
export { list } from './list.ts';
export { revoke } from './revoke.ts';
