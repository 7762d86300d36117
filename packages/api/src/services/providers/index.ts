export { configure } from './configure.ts';
export { setMode } from './set-mode.ts';
export { status } from './status.ts';
export { test } from './test.ts';
