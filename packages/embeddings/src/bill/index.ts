export * from './bill.ts';
export * from './compare.ts';
export { readBill } from './read-bill.ts';
