import type { GatePosition } from './gate.ts';
import { type Limits, type Models, OPENAI_LIMITS, OPENAI_MODELS } from './models.ts';
import { GENEROUS_RATE_LIMITS, type RateLimits } from './ratelimit.ts';
import { StubError } from './stub-error.ts';

/** Milliseconds before an accepted request is answered: fixed, or evenly spread from … to. */
export type Latency = number | readonly [from: number, to: number];

/** Options of `startStub`; all have defaults. */
export interface StubOptions {
  /** Port to listen on; 0, the default, takes a free one. */
  readonly port?: number | undefined;
  /** Address to listen on. Default 127.0.0.1. */
  readonly host?: string | undefined;
  /** Keys that are accepted. Default: any that is not empty. */
  readonly apiKeys?: readonly string[] | undefined;
  /** Default 0. */
  readonly latencyMs?: Latency | undefined;
  /** Seed of a spread latency. Default 1. */
  readonly seed?: number | undefined;
  /** File of the journal; it is continued when it exists. Default: memory. */
  readonly journalPath?: string | undefined;
  /** Whether the journal holds the inputs themselves too. Default false. */
  readonly journalTexts?: boolean | undefined;
  /** Replaces OpenAI's models. */
  readonly models?: Models | undefined;
  /** Overrides some of OpenAI's limits. */
  readonly limits?: Partial<Limits> | undefined;
  /** Per model and minute. Default: high enough never to be met. */
  readonly rateLimits?: Partial<RateLimits> | undefined;
  /** Characters of text whose token counts are remembered. Default 2²⁷. */
  readonly countCacheChars?: number | undefined;
}

/** Options with their defaults filled in. */
export interface StubSettings {
  readonly port: number;
  readonly host: string;
  readonly apiKeys: ReadonlySet<string> | null;
  readonly latencyMs: Latency;
  readonly seed: number;
  readonly journalPath: string | null;
  readonly journalTexts: boolean;
  readonly models: Models;
  readonly limits: Limits;
  readonly rateLimits: RateLimits;
  readonly countCacheChars: number;
}

/** @throws {StubError} `bad_option` for a value that makes no sense. */
export function settingsOf(options: StubOptions): StubSettings {
  const settings: StubSettings = {
    port: options.port ?? 0,
    host: options.host ?? '127.0.0.1',
    apiKeys: options.apiKeys === undefined ? null : new Set(options.apiKeys),
    latencyMs: checkedLatency(options.latencyMs ?? 0),
    seed: options.seed ?? 1,
    journalPath: options.journalPath ?? null,
    journalTexts: options.journalTexts ?? false,
    models: options.models ?? OPENAI_MODELS,
    limits: { ...OPENAI_LIMITS, ...options.limits },
    rateLimits: { ...GENEROUS_RATE_LIMITS, ...options.rateLimits },
    countCacheChars: options.countCacheChars ?? 2 ** 27,
  };
  const { port, seed, limits, rateLimits, models } = settings;
  demand(Number.isInteger(port) && port >= 0 && port < 65_536, 'port', 'a whole number from 0 to 65535');
  demand(Number.isInteger(seed), 'seed', 'a whole number');
  for (const [name, limit] of Object.entries({ ...limits, ...rateLimits })) {
    demand(limit > 0, name, 'a number above 0');
  }
  for (const [model, { dimensions, nanoUsdPerToken }] of Object.entries(models)) {
    demand(Number.isInteger(dimensions) && dimensions > 0, `${model}: dimensions`, 'a whole number from 1');
    demand(
      Number.isSafeInteger(nanoUsdPerToken) && nanoUsdPerToken >= 0,
      `${model}: nanoUsdPerToken`,
      'a whole number from 0',
    );
  }
  return settings;
}

/** @throws {StubError} `bad_option` unless it is a number from 0, or two in order. */
export function checkedLatency(latency: Latency): Latency {
  const [from, to] = typeof latency === 'number' ? [latency, latency] : latency;
  demand(from >= 0 && to >= from && Number.isFinite(to), 'latencyMs', 'a number from 0, or two in order');
  return latency;
}

/** @throws {StubError} `bad_option` for a name that is not a gate's position. */
export function checkedPosition(position: unknown): GatePosition {
  demand(
    position === 'before_billing' || position === 'after_billing',
    'at',
    "'before_billing' or 'after_billing'",
  );
  return position as GatePosition;
}

function demand(holds: boolean, name: string, expected: string): void {
  if (!holds) throw new StubError('bad_option', `Option ${name} must be ${expected}.`);
}
