export { get } from './get.ts';
export { set } from './set.ts';
