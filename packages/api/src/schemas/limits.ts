/** Inputs of one tRPC call; larger jobs are many calls. */
export const MAX_CALL_INPUTS = 100_000;

/** A call may wait this long at the most. */
export const MAX_TIMEOUT_MS = 30 * 60_000;
