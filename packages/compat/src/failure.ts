import { WeighbridgeClientError } from '@weighbridge/client';
import { APICallError, RetryError } from 'ai';

/** What a caller sees of an error, in whatever class its library threw it. */
export interface Failure {
  /** Of the class. */
  name: string;
  status: number | undefined;
  /** OpenAI's `code`; of our own client ours. */
  code: unknown;
  message: string;
}

export function readFailure(thrown: unknown): Failure {
  // The AI SDK wraps the last of several attempts.
  const error = RetryError.isInstance(thrown) ? thrown.lastError : thrown;
  if (APICallError.isInstance(error)) {
    const { data, statusCode, message } = error;
    const body = data as { error?: { code?: unknown } } | undefined;
    return { name: 'APICallError', status: statusCode, code: body?.error?.code, message };
  }
  if (error instanceof WeighbridgeClientError) {
    return { name: 'WeighbridgeClientError', status: undefined, code: error.code, message: error.message };
  }
  if (!(error instanceof Error)) {
    return { name: typeof error, status: undefined, code: undefined, message: String(error) };
  }
  const { status, code } = error as { status?: number; code?: unknown };
  return { name: error.constructor.name, status, code, message: error.message };
}
