export { pack, type WeighedItems } from './pack.ts';
export { type BatchPlan, planBatches } from './plan.ts';
