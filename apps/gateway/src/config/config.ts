import { resolve } from 'node:path';
import { MODES, type Mode } from '@weighbridge/embeddings';
import { z } from 'zod';
import { ConfigError, type ConfigProblem } from '../errors.ts';
import { baseUrlProblem } from './base-url.ts';

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The environment of a gateway, checked and with its defaults. */
export interface GatewayConfig {
  host: string;
  /** 0 takes a free one. */
  port: number;
  dashboardPort: number;
  /** Absolute. */
  dataDir: string;
  /** The mode of a new database; an existing one keeps its own. */
  initialMode: Mode | undefined;
  adminPassword: string | undefined;
  secret: string | undefined;
  logLevel: LogLevel;
  /** Origins whose pages may call `/v1` and `/bulk` from a browser. */
  corsOrigins: readonly string[];
  /** Bounds of the answers kept for idempotency keys. */
  idempotency: { maxBytes: number; maxAnswers: number };
  openai: { apiKey: string | undefined; baseUrl: string | undefined };
  /** Names of the variables that are set, and so win over what is stored. */
  environment: readonly string[];
}

/** Shown in no error and no log; a database URL may hold a password. */
const SECRETS: ReadonlySet<string> = new Set([
  'OPENAI_API_KEY',
  'WEIGHBRIDGE_ADMIN_PASSWORD',
  'WEIGHBRIDGE_SECRET',
  'WEIGHBRIDGE_DATABASE_URL',
]);

/** Taken as they are: white space at the ends may belong to them. */
const VERBATIM: ReadonlySet<string> = new Set(['WEIGHBRIDGE_ADMIN_PASSWORD', 'WEIGHBRIDGE_SECRET']);

const port = (fallback: number) => {
  const allowed = { error: 'a port is a whole number from 0 to 65535 (0 takes a free one)' };
  return z
    .string()
    .regex(/^\d{1,5}$/, allowed)
    .transform(Number)
    .pipe(z.number().max(65_535, allowed))
    .default(fallback);
};

const wholeNumber = (fallback: number, most: number) => {
  const allowed = { error: `write a whole number from 1 to ${most}` };
  return z
    .string()
    .regex(/^\d{1,9}$/, allowed)
    .transform(Number)
    .pipe(z.number().min(1, allowed).max(most, allowed))
    .default(fallback);
};

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `use one of ${values.join(', ')}` });

// Each message says what is allowed; the variable and its value are put before it.
const environment = z.object({
  OPENAI_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, { error: 'a key has printable ASCII characters only, without spaces' })
    .optional(),
  OPENAI_BASE_URL: z
    .string()
    .superRefine((text, issues) => {
      const problem = baseUrlProblem(text);
      if (problem) issues.addIssue({ code: 'custom', message: problem });
    })
    .optional(),
  WEIGHBRIDGE_HOST: z
    .string()
    .regex(/^[A-Za-z0-9._:%-]+$/, { error: 'write an address to listen on, such as 127.0.0.1 or 0.0.0.0' })
    .default('127.0.0.1'),
  WEIGHBRIDGE_PORT: port(4100),
  WEIGHBRIDGE_DASHBOARD_PORT: port(3000),
  WEIGHBRIDGE_DATA_DIR: z
    .string()
    .refine((path) => !path.includes('\0'), { error: 'a path holds no NUL character' })
    .default('./.weighbridge'),
  WEIGHBRIDGE_MODE: oneOf(MODES as readonly [Mode, ...Mode[]]).optional(),
  WEIGHBRIDGE_ADMIN_PASSWORD: z
    .string()
    .max(1024, { error: 'a password has at most 1024 characters' })
    .optional(),
  WEIGHBRIDGE_SECRET: z.string().optional(),
  WEIGHBRIDGE_LOG_LEVEL: oneOf(LOG_LEVELS).default('info'),
  WEIGHBRIDGE_IDEMPOTENCY_MAX_MIB: wholeNumber(512, 1_000_000),
  WEIGHBRIDGE_IDEMPOTENCY_MAX_ANSWERS: wholeNumber(1_000_000, 100_000_000),
  WEIGHBRIDGE_CORS_ORIGINS: z
    .string()
    .transform((text) => text.split(',').map((origin) => origin.trim()))
    .pipe(
      z.array(
        z.string().refine(isOrigin, {
          error: 'write origins with commas between them, such as https://app.example,http://localhost:5173',
        }),
      ),
    )
    .default([]),
  WEIGHBRIDGE_DATABASE_URL: z
    .undefined({
      error:
        'PostgreSQL is not supported yet. Unset it; the gateway keeps its data in SQLite, in WEIGHBRIDGE_DATA_DIR',
    })
    .optional(),
});

/** Every variable that a gateway reads. */
export const GATEWAY_VARIABLES: readonly string[] = Object.keys(environment.shape);

/**
 * Reads the environment; an empty variable counts as not set.
 * @throws ConfigError CONFIG_INVALID naming every variable that cannot be used, and what is allowed
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>, cwd: string): GatewayConfig {
  const set = Object.fromEntries(
    GATEWAY_VARIABLES.map(
      (name) => [name, VERBATIM.has(name) ? env[name] : env[name]?.trim()] as const,
    ).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = environment.safeParse(set);
  if (!parsed.success) throw new ConfigError(problemsOf(parsed.error, set));
  const values = parsed.data;
  return {
    host: values.WEIGHBRIDGE_HOST,
    port: values.WEIGHBRIDGE_PORT,
    dashboardPort: values.WEIGHBRIDGE_DASHBOARD_PORT,
    dataDir: resolve(cwd, values.WEIGHBRIDGE_DATA_DIR),
    initialMode: values.WEIGHBRIDGE_MODE,
    adminPassword: values.WEIGHBRIDGE_ADMIN_PASSWORD,
    secret: values.WEIGHBRIDGE_SECRET,
    logLevel: values.WEIGHBRIDGE_LOG_LEVEL,
    corsOrigins: values.WEIGHBRIDGE_CORS_ORIGINS,
    idempotency: {
      maxBytes: values.WEIGHBRIDGE_IDEMPOTENCY_MAX_MIB * 1024 * 1024,
      maxAnswers: values.WEIGHBRIDGE_IDEMPOTENCY_MAX_ANSWERS,
    },
    openai: { apiKey: values.OPENAI_API_KEY, baseUrl: values.OPENAI_BASE_URL?.replace(/\/+$/, '') },
    environment: Object.keys(set),
  };
}

/** Exactly as a browser sends it: scheme, host and port, nothing after them. */
function isOrigin(text: string): boolean {
  return /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

function problemsOf(error: z.ZodError, set: Record<string, string | undefined>): ConfigProblem[] {
  const problems = new Map<string, ConfigProblem>();
  for (const issue of error.issues) {
    const variable = String(issue.path[0]);
    if (problems.has(variable)) continue;
    const value = SECRETS.has(variable) ? null : (set[variable] ?? null);
    problems.set(variable, { variable, value, allowed: issue.message });
  }
  return [...problems.values()];
}
