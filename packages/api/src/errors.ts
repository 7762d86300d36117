import type { TRPCDefaultErrorShape } from '@trpc/server';
import { TRPCError } from '@trpc/server';
import { type ErrorFacts, type ErrorKind, InputError, WeighbridgeError } from '@weighbridge/embeddings';
import { ZodError } from 'zod';
import type { ApiContext } from './context.ts';
import { issueInWords } from './issue-in-words.ts';

/** What a client finds at `error.data.weighbridge`. */
export interface ErrorDetails {
  code: string;
  kind: ErrorKind;
  retryable: boolean;
  retryAfterMs: number | null;
  facts: ErrorFacts;
  correlationId: string | null;
}

const TRPC_CODES = {
  bad_request: 'BAD_REQUEST',
  unauthenticated: 'UNAUTHORIZED',
  forbidden: 'FORBIDDEN',
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  too_large: 'PAYLOAD_TOO_LARGE',
  budget: 'PAYMENT_REQUIRED',
  rate_limited: 'TOO_MANY_REQUESTS',
  upstream: 'BAD_GATEWAY',
  unavailable: 'SERVICE_UNAVAILABLE',
  timeout: 'GATEWAY_TIMEOUT',
  cancelled: 'CLIENT_CLOSED_REQUEST',
  internal: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<ErrorKind, TRPCError['code']>;

/**
 * Our error of whatever was thrown: itself, bad input from a schema, or one that says nothing but the correlation id
 * (its text stays in the log: it may hold anything).
 */
export function toWeighbridgeError(thrown: unknown, ctx: ApiContext | undefined): WeighbridgeError {
  const cause = thrown instanceof TRPCError ? (thrown.cause ?? thrown) : thrown;
  if (WeighbridgeError.isInstance(cause)) return cause;
  // An answer that breaks its own schema is our fault, and has an INTERNAL_SERVER_ERROR around its ZodError.
  if (thrown instanceof TRPCError && thrown.code !== 'INTERNAL_SERVER_ERROR') {
    return cause instanceof ZodError ? fromSchema(cause) : fromTransport(thrown);
  }
  const correlationId = ctx?.correlationId ?? 'unknown';
  ctx?.services.reportUnexpected(cause, correlationId);
  return new WeighbridgeError({
    code: 'INTERNAL',
    kind: 'internal',
    message: `Something went wrong inside the gateway. Its log has the details under correlation id ${correlationId}.`,
    facts: { correlationId },
  });
}

export function toTrpcError(thrown: unknown, ctx: ApiContext | undefined): TRPCError {
  const error = toWeighbridgeError(thrown, ctx);
  return new TRPCError({ code: TRPC_CODES[error.kind], message: error.message, cause: error });
}

/** A schema's first complaint, in our words: which field, which input, and what to do. */
function fromSchema(error: ZodError): InputError {
  const issue = error.issues[0];
  const path = issue?.path ?? [];
  const [field, index] = path;
  if (field === 'inputs' && typeof index === 'number') {
    return new InputError(
      'INVALID_INPUT',
      `Input ${index} is not a string. Send texts only; leave out null, numbers and objects.`,
      { index, field: `inputs[${index}]` },
    );
  }
  if (issue?.code === 'unrecognized_keys') return unknownField(path, issue.keys[0] ?? '');
  const name = path.length > 0 ? path.join('.') : 'request';
  return new InputError(
    'INVALID_REQUEST',
    `"${name}" cannot be used: ${issue ? issueInWords(issue) : 'invalid'}.`,
    {
      field: name,
    },
  );
}

/** Refused, not passed over: a misspelt limit, filter or time zone would otherwise do something else than was asked for. */
function unknownField(path: readonly PropertyKey[], key: string): InputError {
  // A field's name comes from the caller and may be anything.
  const field = [...path, key.length > 40 ? `${key.slice(0, 40)}…` : key].join('.');
  return new InputError(
    'INVALID_REQUEST',
    `There is no field "${field}" here. Check its spelling, or leave it out.`,
    {
      field,
    },
  );
}

function fromTransport(error: TRPCError): WeighbridgeError {
  // Whatever could not be read is quoted in its message, texts included.
  if (error.code === 'BAD_REQUEST' && error.cause !== undefined) {
    return new InputError(
      'INVALID_REQUEST',
      'The request cannot be read: its body or input is no valid JSON.',
    );
  }
  const kind = (Object.keys(TRPC_CODES) as ErrorKind[]).find((key) => TRPC_CODES[key] === error.code);
  return new WeighbridgeError({
    code: error.code,
    kind: kind ?? 'bad_request',
    message: error.message,
  });
}

export function formatError(options: {
  shape: TRPCDefaultErrorShape;
  error: TRPCError;
  ctx: ApiContext | undefined;
}): TRPCDefaultErrorShape & { data: TRPCDefaultErrorShape['data'] & { weighbridge: ErrorDetails } } {
  const error = toWeighbridgeError(options.error, options.ctx);
  const { stack: _stack, ...data } = options.shape.data;
  return {
    ...options.shape,
    message: error.message,
    data: {
      ...data,
      weighbridge: {
        code: error.code,
        kind: error.kind,
        retryable: error.retryable,
        retryAfterMs: error.retryAfterMs ?? null,
        facts: error.facts,
        correlationId: error.correlationId ?? options.ctx?.correlationId ?? null,
      },
    },
  };
}
