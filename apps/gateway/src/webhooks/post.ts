import { retryAfterMs } from './schedule.ts';

/** How one try went. What a receiver writes in its answer is read by nobody. */
export interface PostResult {
  delivered: boolean;
  /** Null when no answer came. */
  status: number | null;
  /** In words, without the address; null when it was delivered. */
  error: string | null;
  retryAfterMs?: number;
}

export interface PostRequest {
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
  signal: AbortSignal;
  now: number;
}

/** Posts a message once. Redirects are not followed: they could lead anywhere, and the signature with them. */
export async function post(request: PostRequest): Promise<PostResult> {
  const timeout = AbortSignal.timeout(request.timeoutMs);
  try {
    const response = await fetch(request.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Weighbridge', ...request.headers },
      body: request.body,
      redirect: 'manual',
      signal: AbortSignal.any([timeout, request.signal]),
    });
    await response.body?.cancel();
    return resultOf(response, request.now);
  } catch (error) {
    const seconds = request.timeoutMs / 1000;
    const reason = timeout.aborted
      ? `No answer came within ${seconds} s.`
      : request.signal.aborted
        ? 'The gateway stopped during the try.'
        : `The connection failed (${codeOf(error)}).`;
    return { delivered: false, status: null, error: reason };
  }
}

function resultOf(response: Response, now: number): PostResult {
  const { status, ok } = response;
  if (ok) return { delivered: true, status, error: null };
  const wait = retryAfterMs(response.headers.get('retry-after'), now);
  const error =
    status >= 300 && status < 400
      ? `It answered ${status}, and redirects are not followed. Enter the address it leads to.`
      : `It answered ${status}.`;
  return { delivered: false, status, error, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
}

/** Such as ECONNREFUSED or ENOTFOUND; the messages around it name the address. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  for (const one of [cause, error]) {
    if (one instanceof Error && 'code' in one && typeof one.code === 'string') return one.code;
  }
  return 'unknown';
}
