export { create } from './create.ts';
export { deliveries } from './deliveries.ts';
export { list } from './list.ts';
export { redeliver } from './redeliver.ts';
export { remove } from './remove.ts';
export { rotate } from './rotate.ts';
export { test } from './test.ts';
export { update } from './update.ts';
