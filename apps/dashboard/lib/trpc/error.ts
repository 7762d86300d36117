import type { ErrorDetails } from '@weighbridge/api';

/** An error as a person should meet it. */
export interface Explanation {
  /** Stable, such as BUDGET_EXCEEDED. */
  code: string;
  /** What happened and what to do, in the gateway's own words where it gave any. */
  message: string;
  /** Under which the gateway's log has the details; null where there are none. */
  correlationId: string | null;
}

/** The gateway's details of an error, or undefined when it did not come from there. */
export function detailsOf(error: unknown): ErrorDetails | undefined {
  if (!(error instanceof Error) || !('data' in error)) return undefined;
  const { data } = error;
  if (typeof data !== 'object' || data === null || !('weighbridge' in data)) return undefined;
  return data.weighbridge as ErrorDetails;
}

/** Reads any error a query or a mutation may end with. */
export function explain(error: unknown): Explanation {
  const details = detailsOf(error);
  if (details && error instanceof Error) {
    return { code: details.code, message: error.message, correlationId: details.correlationId };
  }
  return {
    code: 'NO_ANSWER',
    message: 'The dashboard’s own server did not answer. Check that it is still running, then try again.',
    correlationId: null,
  };
}

/** True when the session is missing or over, so that only signing in again helps. */
export function needsSignIn(error: unknown): boolean {
  const code = detailsOf(error)?.code;
  return code === 'NOT_SIGNED_IN' || code === 'MISSING_KEY';
}
