export { create } from './create.ts';
export { revoke } from './revoke.ts';
export { status } from './status.ts';
