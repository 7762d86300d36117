export { compareVectors, cosineSimilarity } from './compare.ts';
export type { Finding, FindingCode, VectorPromise } from './finding.ts';
export {
  type InspectedItem,
  type Inspection,
  type InspectionRequest,
  inspectAnswer,
  inspectionSteps,
} from './inspect.ts';
