import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from '../config/config.ts';

/**
 * JSON lines with UTC times. What is logged are ids, codes, counts and times: no texts, no keys. The serializers and
 * the redaction are the second line of defence, should an object with more in it ever be logged.
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { name: 'weighbridge' },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: {
      err: describeError,
      error: describeError,
      req: (request: { method?: string; id?: string }) => ({ method: request.method, id: request.id }),
      res: (reply: { statusCode?: number }) => ({ status: reply.statusCode }),
    },
    redact: {
      paths: [
        'authorization',
        'apiKey',
        'key',
        'password',
        'token',
        'cookie',
        'secret',
        'headers',
        'body',
      ].flatMap((name) => [name, `*.${name}`]),
      censor: '[redacted]',
    },
  };
  return destination ? pino(options, destination) : pino(options);
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
