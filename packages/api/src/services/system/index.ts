export { info } from './info.ts';
