export { create } from './create.ts';
export { list } from './list.ts';
export { remove } from './remove.ts';
export { statuses } from './status.ts';
export { update } from './update.ts';
