export { close } from './close.ts';
export { list } from './list.ts';
