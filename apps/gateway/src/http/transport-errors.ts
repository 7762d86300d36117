import { CancelledError, InputError } from '@weighbridge/embeddings';

/** Bytes of the largest request body. */
export const BODY_LIMIT = 64 * 1024 * 1024;

const BODY_TOO_LARGE = 'FST_ERR_CTP_BODY_TOO_LARGE';

export function isBodyTooLarge(error: Error): boolean {
  return 'code' in error && error.code === BODY_TOO_LARGE;
}

/** Fastify's complaints about a request in our words; every other error as it came. */
export function fromFastify(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  switch (error.code) {
    case BODY_TOO_LARGE:
      return new InputError(
        'REQUEST_TOO_LARGE',
        `The request body is larger than ${BODY_LIMIT / 1024 / 1024} MiB. Send fewer texts a request. Nothing was sent or charged.`,
        { limit: BODY_LIMIT },
      );
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new InputError('INVALID_REQUEST', 'Send the request with "Content-Type: application/json".');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new InputError('INVALID_REQUEST', 'The body is not as long as Content-Length says.');
    case 'ECONNRESET':
      // Node's words for a client that left while its body was still on the way; nobody is there to be answered.
      return error.message === 'aborted' ? new CancelledError() : error;
    default:
      return error;
  }
}

export function emptyBody(): InputError {
  return new InputError('INVALID_REQUEST', 'The request has no body. Send a JSON object.');
}

export function malformedBody(contentEncoding?: string): InputError {
  if (contentEncoding !== undefined && contentEncoding !== 'identity') {
    return new InputError(
      'INVALID_REQUEST',
      'The request body cannot be read: compressed bodies are not taken. Send it without "Content-Encoding".',
    );
  }
  return new InputError('INVALID_REQUEST', 'The request body cannot be read: it is no valid JSON in UTF-8.');
}
