import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError, keyOf, requireKey } from './api-error.ts';
import type { TextMeasurer } from './count.ts';
import type { Exchange } from './exchange.ts';
import type { Fault } from './fault-kinds.ts';
import type { Faults } from './faults.ts';
import type { Gate } from './gate.ts';
import type { Journal } from './journal.ts';
import type { Latency, StubSettings } from './options.ts';
import { type Outcome, outcomeOf, refusal } from './outcome.ts';
import { seededRandom } from './random.ts';
import type { RateLimiter } from './ratelimit.ts';
import { judge, noFacts, type RequestFacts, requireJson } from './rules.ts';
import type { Traffic } from './stats.ts';

/** What the endpoint works with. */
export interface EndpointParts {
  readonly settings: StubSettings;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly gate: Gate;
  readonly limiter: RateLimiter;
  readonly traffic: Traffic;
  readonly measurer: TextMeasurer;
  /** Aborted when the stub closes: what is not in the journal by then never happened. */
  readonly closing: AbortSignal;
}

/** What is to become of a request. */
interface Decision {
  readonly outcome: Outcome;
  readonly fault: Fault | null;
  /** Whether it passed the API's rules and rate limits; only then is it delayed or held. */
  readonly accepted: boolean;
}

/** `POST /v1/embeddings`: judge, wait, journal, answer, in that order. */
export class EmbeddingsEndpoint {
  readonly #parts: EndpointParts;
  readonly #random: () => number;
  /** May be changed at any time; acts on requests accepted from then on. */
  latencyMs: Latency;

  constructor(parts: EndpointParts) {
    this.#parts = parts;
    this.#random = seededRandom(parts.settings.seed);
    this.latencyMs = parts.settings.latencyMs;
  }

  /** Handles one request to its end. A client that leaves does not stop it: accepted work is billed. */
  async handle(exchange: Exchange): Promise<void> {
    const { gate, limiter, traffic, closing } = this.#parts;
    const facts = noFacts();
    const decided = traffic.deciding();
    let decision: Decision | null;
    try {
      decision = await this.#decideAndRecord(exchange, facts);
    } finally {
      decided();
    }
    if (decision === null) return;
    if (decision.accepted) await gate.pass('after_billing');
    if (closing.aborted) return;
    const limits = facts.model === null || facts.rules === null ? {} : limiter.headers(facts.model);
    exchange.deliver(decision.outcome.delivery, limits);
  }

  /** Null for a request that never arrived whole, or that the stub's end overtook. */
  async #decideAndRecord(exchange: Exchange, facts: RequestFacts): Promise<Decision | null> {
    const { closing, gate, settings } = this.#parts;
    let decision: Decision;
    try {
      const body = await exchange.body(settings.limits.maxBodyBytes);
      if (body === null) return null;
      decision = this.#decide(exchange, body, facts);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      decision = { outcome: refusal(error), fault: null, accepted: false };
    }
    if (decision.accepted) {
      await this.#process(decision.fault);
      await gate.pass('before_billing');
    }
    if (closing.aborted) return null;
    this.#record(exchange, facts, decision);
    return decision;
  }

  #decide(exchange: Exchange, body: Buffer, facts: RequestFacts): Decision {
    const { settings, measurer, faults, limiter } = this.#parts;
    const key = requireKey(exchange.request.headers, settings.apiKeys);
    requireJson(exchange.request.headers['content-type']);
    const request = judge(body, settings, measurer, facts);
    limiter.admit(request.model, request.tokens);
    const clientRequestId = headerOf(exchange, 'x-client-request-id');
    const fault = faults.choose({ ...request, clientRequestId });
    return { outcome: outcomeOf(request, fault, key), fault, accepted: true };
  }

  /** The time that processing takes. */
  async #process(fault: Fault | null): Promise<void> {
    const [from, to] = typeof this.latencyMs === 'number' ? [this.latencyMs, this.latencyMs] : this.latencyMs;
    const delay = fault?.options.delayMs ?? (fault?.kind === 'slow' ? 1000 : 0);
    const ms = from + (to > from ? this.#random() * (to - from) : 0) + delay;
    if (ms <= 0) return;
    // Aborting ends the wait early; the caller sees that the stub is closing.
    await sleep(ms, undefined, { signal: this.#parts.closing }).catch(() => undefined);
  }

  #record(exchange: Exchange, facts: RequestFacts, { outcome, fault }: Decision): void {
    const { journal, traffic, settings } = this.#parts;
    const { headers } = exchange.request;
    const { delivery } = outcome;
    const status = 'status' in delivery ? delivery.status : null;
    const price = facts.rules?.nanoUsdPerToken ?? 0;
    journal.append({
      time: exchange.arrivedAt.toISOString(),
      durationMs: Math.round(exchange.elapsedMs() * 1000) / 1000,
      requestId: exchange.requestId,
      clientRequestId: headerOf(exchange, 'x-client-request-id'),
      correlation: Object.fromEntries(
        Object.entries(headers)
          .filter(([name]) => name.startsWith('x-weighbridge-'))
          .map(([name, value]) => [name, String(value)]),
      ),
      keyLast4: keyOf(headers)?.slice(-4) ?? null,
      model: facts.model,
      dimensions: facts.dimensions,
      encodingFormat: facts.format,
      inputs: facts.inputs,
      tokens: facts.tokens,
      billed: outcome.billed,
      billedTokens: outcome.billedTokens,
      billedNanoUsd: String(BigInt(outcome.billedTokens) * BigInt(price)),
      status,
      fault: fault?.kind ?? null,
      error: outcome.error,
      clientGone: exchange.clientGone,
      sha256: facts.sha256,
      ...(settings.journalTexts ? { texts: facts.texts } : {}),
    });
    traffic.decided(status);
  }
}

function headerOf(exchange: Exchange, name: string): string | null {
  const value = exchange.request.headers[name];
  return value === undefined ? null : String(value);
}
