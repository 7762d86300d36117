export { acknowledge } from './acknowledge.ts';
export { list } from './list.ts';
export { open } from './open.ts';
export { setSettings } from './set-settings.ts';
export { settings } from './settings.ts';
