export { countTokens, sha256Of } from './count.ts';
export {
  FAULT_KINDS,
  type FaultKind,
  type FaultMatch,
  type FaultOptions,
  type FaultTarget,
  type NextFaultOptions,
  type RandomFault,
} from './fault-kinds.ts';
export type { ProgrammedFault } from './faults.ts';
export type { GatePosition } from './gate.ts';
export {
  type JournalEntry,
  type JournalSummary,
  parseJournal,
  readJournal,
  summarise,
} from './journal-reading.ts';
export { type Limits, type ModelRules, type Models, OPENAI_LIMITS, OPENAI_MODELS } from './models.ts';
export type { Latency, StubOptions } from './options.ts';
export { RateLimiter, type RateLimits } from './ratelimit.ts';
export { type Stub, startStub } from './server.ts';
export type { StubStats } from './stats.ts';
export { StubError, type StubErrorCode } from './stub-error.ts';
export { fillVector } from './vectors.ts';
