export { list } from './list.ts';
export { remove } from './remove.ts';
export { set } from './set.ts';
