export { compare } from './compare.ts';
export { importBill } from './import.ts';
export { imports } from './imports.ts';
export { remove } from './remove.ts';
