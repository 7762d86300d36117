export { create } from './create.ts';
export { findProject } from './find.ts';
export { list } from './list.ts';
export { update } from './update.ts';
