import { ApiError } from './api-error.ts';
import type { EmbeddingsEndpoint } from './embeddings-endpoint.ts';
import type { Exchange } from './exchange.ts';
import type { FaultKind, NextFaultOptions, RandomFault } from './fault-kinds.ts';
import { type Faults, knownKind } from './faults.ts';
import type { Gate } from './gate.ts';
import type { Journal } from './journal.ts';
import { checkedLatency, checkedPosition, type Latency } from './options.ts';
import type { StubStats } from './stats.ts';
import { StubError } from './stub-error.ts';

/** What can be steered from other processes. */
export interface ControlParts {
  readonly faults: Faults;
  readonly gate: Gate;
  readonly journal: Journal;
  readonly endpoint: EmbeddingsEndpoint;
  readonly stats: () => StubStats;
  readonly prime: (texts: readonly string[]) => void;
}

type Answer = (parts: ControlParts, body: Record<string, unknown>, query: URLSearchParams) => unknown;

/** The routes under `/__stub/`; each answers JSON, the journal JSON lines. */
const ROUTES: Readonly<Record<string, Answer>> = {
  'GET /__stub/faults': ({ faults }) => ({ faults: faults.list() }),
  'POST /__stub/faults': ({ faults }, body) => {
    program(faults, body);
    return { faults: faults.list() };
  },
  'DELETE /__stub/faults': ({ faults }) => {
    faults.clear();
    return { faults: faults.list() };
  },
  'GET /__stub/journal': ({ journal }, _body, query) => {
    const after = Number(query.get('after') ?? 0);
    if (Number.isNaN(after)) throw new StubError('bad_option', 'The query after must be a number.');
    return journal
      .entries()
      .filter(({ seq }) => seq > after)
      .map((entry) => `${JSON.stringify(entry)}\n`)
      .join('');
  },
  'GET /__stub/stats': ({ stats }) => stats(),
  'POST /__stub/latency': ({ endpoint }, body) => {
    endpoint.latencyMs = latencyFrom(body.latencyMs);
    return { latencyMs: endpoint.latencyMs };
  },
  'POST /__stub/gate': ({ gate }, body) => {
    gate.hold(checkedPosition(body.at ?? 'after_billing'));
    return { at: gate.position };
  },
  'DELETE /__stub/gate': ({ gate }) => {
    gate.release();
    return { at: gate.position };
  },
  'POST /__stub/prime': ({ prime }, { input }) => {
    if (!Array.isArray(input) || !input.every((text) => typeof text === 'string')) {
      throw new StubError('bad_option', 'Option input must be an array of strings.');
    }
    prime(input);
    return { primed: input.length };
  },
};

const MAX_CONTROL_BYTES = 256 * 1024 * 1024;

/** Answers a request under `/__stub/`. Needs no key: the stub listens on loopback. */
export async function control(exchange: Exchange, parts: ControlParts): Promise<void> {
  const route = ROUTES[`${exchange.method} ${exchange.path}`];
  if (route === undefined) {
    exchange.json(404, { error: { message: `There is no ${exchange.method} ${exchange.path} here.` } });
    return;
  }
  try {
    const sent = await exchange.body(MAX_CONTROL_BYTES);
    if (sent === null) return;
    const answer = route(parts, objectFrom(sent), exchange.query);
    if (typeof answer !== 'string') {
      exchange.json(200, answer);
      return;
    }
    const headers = { 'content-type': 'application/x-ndjson' };
    exchange.deliver(
      { how: 'whole', status: 200, headers, body: () => Buffer.from(answer), fromApi: false },
      {},
    );
  } catch (error) {
    if (!(error instanceof StubError || error instanceof ApiError)) throw error;
    exchange.json(error instanceof ApiError ? error.status : 400, {
      error: { message: error.message, code: error.code },
    });
  }
}

function objectFrom(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Reported below, like every other body that is no object.
  }
  throw new StubError('bad_option', 'The body must be a JSON object.');
}

function latencyFrom(value: unknown): Latency {
  if (isNumber(value)) return checkedLatency(value);
  if (Array.isArray(value) && value.length === 2) {
    const [from, to] = value as unknown[];
    if (isNumber(from) && isNumber(to)) return checkedLatency([from, to]);
  }
  throw new StubError('bad_option', 'Option latencyMs must be a number of milliseconds, or two in order.');
}

/** The types of a fault's options as they come in JSON. */
const OPTION_TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  after: isNumber,
  times: isNumber,
  delayMs: isNumber,
  retryAfterMs: isNumber,
  factor: isNumber,
  dimensions: isNumber,
  probability: isNumber,
  billed: (value) => typeof value === 'boolean',
  itemsContaining: (value) => typeof value === 'string',
  answeredModel: (value) => typeof value === 'string',
  items: (value) => Array.isArray(value) && value.every(isNumber),
  match: (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(value).every(([name, wanted]) =>
      name === 'minInputs'
        ? isNumber(wanted)
        : ['contains', 'model', 'clientRequestId'].includes(name) && typeof wanted === 'string',
    ),
};

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

/** `{mode, kind, …options}`, or `{mode: 'random', probabilities, seed}`. The mode is `next` unless given. */
function program(faults: Faults, body: Record<string, unknown>): void {
  const { mode = 'next', kind, probabilities, seed = 1, ...options } = body;
  if (mode === 'random') {
    if (typeof probabilities !== 'object' || probabilities === null || !isNumber(seed)) {
      throw new StubError('bad_option', "Mode 'random' needs probabilities, an object, and a numeric seed.");
    }
    const chances = Object.entries(probabilities).map(([name, chance]): [FaultKind, RandomFault] => [
      knownKind(name),
      isNumber(chance) ? chance : optionsFrom<Exclude<RandomFault, number>>(chance),
    ]);
    faults.random(Object.fromEntries(chances), seed);
    return;
  }
  if (mode !== 'next' && mode !== 'always') {
    throw new StubError('bad_option', "Option mode must be 'next', 'always' or 'random'.");
  }
  faults[mode](knownKind(String(kind)), optionsFrom<NextFaultOptions>(options));
}

/** Fault options out of JSON; the values' ranges are checked where they are programmed. */
function optionsFrom<T extends object>(value: unknown): T {
  if (typeof value !== 'object' || value === null) {
    throw new StubError('bad_option', 'A fault is a probability, or an object of options.');
  }
  for (const [name, option] of Object.entries(value)) {
    if (OPTION_TYPES[name]?.(option) !== true) {
      throw new StubError('bad_option', `Fault option '${name}' is unknown or of the wrong type.`);
    }
  }
  return value as T;
}
