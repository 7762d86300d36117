import type { IncomingHttpHeaders } from 'node:http';

/**
 * An error as OpenAI answers it: an HTTP status and the body `{error: {message, type, param, code}}`.
 * Wordings were collected from public issue threads; they are what clients match on.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    rest: {
      readonly type?: string;
      readonly param?: string;
      readonly code?: string;
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.type = rest.type ?? 'invalid_request_error';
    this.param = rest.param ?? null;
    this.code = rest.code ?? null;
    this.headers = rest.headers ?? {};
  }

  /** The response body, ready to be serialised. */
  body(): { error: { message: string; type: string; param: string | null; code: string | null } } {
    return { error: { message: this.message, type: this.type, param: this.param, code: this.code } };
  }
}

/** The bearer key of a request, or null. */
export function keyOf(headers: IncomingHttpHeaders): string | null {
  return /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1] ?? null;
}

/**
 * The bearer key of a request that must have one.
 * @throws {ApiError} 401 when there is none, or when `accepted` is given and does not hold it.
 */
export function requireKey(headers: IncomingHttpHeaders, accepted: ReadonlySet<string> | null): string {
  const key = keyOf(headers);
  if (key === null) {
    throw new ApiError(
      401,
      "You didn't provide an API key. You need to provide your API key in an Authorization header using " +
        'Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) ' +
        "if you're accessing the API from your browser and are prompted for a username and password. You " +
        'can obtain an API key from https://platform.openai.com/account/api-keys.',
    );
  }
  if (accepted !== null && !accepted.has(key)) throw incorrectKey(key);
  return key;
}

/** 401 for a key that the API does not know, masked as OpenAI masks it. */
export function incorrectKey(key: string): ApiError {
  const shown = key.length > 12 ? `${key.slice(0, 8)}${'*'.repeat(key.length - 12)}${key.slice(-4)}` : '****';
  return new ApiError(
    401,
    `Incorrect API key provided: ${shown}. You can find your API key at https://platform.openai.com/account/api-keys.`,
    { code: 'invalid_api_key' },
  );
}

/** 400 for a body that is not JSON, or not Unicode (OpenAI parses strictly, lone surrogates included). */
export function unparsableBody(): ApiError {
  return new ApiError(
    400,
    "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP " +
      'library correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON. If ' +
      'you have trouble figuring out how to fix this, please contact us through our help center at ' +
      'help.openai.com.)',
  );
}

/** 400 for a value that fits no form of a parameter. */
export function invalidParameter(name: string): ApiError {
  return new ApiError(
    400,
    `'$.${name}' is invalid. Please check the API reference: https://platform.openai.com/docs/api-reference.`,
  );
}

/** 404 for an address that is not part of the API. */
export function unknownUrl(method: string, path: string): ApiError {
  return new ApiError(404, `Invalid URL (${method} ${path})`);
}

/** 405 for a known address with the wrong method. */
export function wrongMethod(method: string, path: string): ApiError {
  return new ApiError(
    405,
    `Not allowed to ${method} on ${path}. (HINT: Perhaps you meant to use a different HTTP method?)`,
  );
}

/** 404 for a model that does not exist, or that the key may not use. */
export function modelNotFound(model: string): ApiError {
  return new ApiError(404, `The model \`${model}\` does not exist or you do not have access to it.`, {
    code: 'model_not_found',
  });
}

/** 413 for a body above the size limit. */
export function bodyTooLarge(maxBytes: number): ApiError {
  return new ApiError(413, `Request body is too large: at most ${maxBytes} bytes are accepted.`, {
    code: 'request_too_large',
  });
}
