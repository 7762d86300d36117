export { create } from './create.ts';
export { list } from './list.ts';
export { remove } from './remove.ts';
export { scoreForecast } from './score-forecast.ts';
export { set } from './set.ts';
export { update } from './update.ts';
