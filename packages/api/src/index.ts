export type { ApiContext, Caller, Services, SessionDoor } from './context.ts';
export type { ErrorDetails } from './errors.ts';
export { toWeighbridgeError } from './errors.ts';
export type { LiveEvent, LiveEventType, LiveHub } from './live.ts';
export type { ProviderDesk, ProviderStatus } from './provider-desk.ts';
export { type AppRouter, appRouter } from './root.ts';
