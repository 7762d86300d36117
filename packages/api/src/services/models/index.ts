export { define } from './define.ts';
export { list } from './list.ts';
export { remove } from './remove.ts';
