export { type Lane, Pacer, type Passage } from './pacer.ts';
