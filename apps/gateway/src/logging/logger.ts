import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from '../config/config.ts';

const REDACTED = '[redacted]';

/**
 * JSON lines with UTC times. What is logged are ids, codes, counts and times: no texts, no keys. The serializers and
 * the redaction are the second line of defence, should an object with more in it ever be logged.
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { name: 'weighbridge' },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }), log: redacted },
    serializers: {
      err: describeError,
      error: describeError,
      req: (request: { method?: string; id?: string }) => ({ method: request.method, id: request.id }),
      res: (reply: { statusCode?: number }) => ({ status: reply.statusCode }),
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

const SECRET: ReadonlySet<string> = new Set([
  'authorization',
  'apiKey',
  'key',
  'password',
  'token',
  'cookie',
  'secret',
  'headers',
  'body',
]);

/**
 * A line without what stands under such a name, in it or in an object of it. Pino's own redaction costs every line that
 * has nothing to hide as much as all the rest of it.
 */
function redacted(line: Record<string, unknown>): Record<string, unknown> {
  let shown = line;
  for (const [name, value] of Object.entries(line)) {
    const instead = SECRET.has(name) ? REDACTED : withoutSecrets(value);
    if (instead === value) continue;
    if (shown === line) shown = { ...line };
    shown[name] = instead;
  }
  return shown;
}

/** Errors and what else has a form of its own are left to their serializers. */
function withoutSecrets(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) {
    return value;
  }
  const names = Object.keys(value);
  if (!names.some((name) => SECRET.has(name))) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [name, SECRET.has(name) ? REDACTED : held]),
  );
}

/** Name, code and stack. Other properties of an error may hold a request with its headers. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { name: typeof error };
  return {
    name: error.name,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    stack: error.stack,
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}
