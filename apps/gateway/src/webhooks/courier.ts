import { type LiveHub, lostMessage } from '@weighbridge/api';
import type {
  AuditStamp,
  ClaimedDelivery,
  DeliveryOutcome,
  NewAlert,
  Stores,
  WebhookDelivery,
} from '@weighbridge/db';
import { type Clock, type NewId, WeighbridgeError } from '@weighbridge/embeddings';
import type { FastifyBaseLogger } from 'fastify';
import type { Vault } from '../secrets/vault.ts';
import { messageBody } from './message.ts';
import { type PostResult, post } from './post.ts';
import { type DeliverySettings, delayAfter } from './schedule.ts';
import { signatureHeaders } from './signature.ts';

/** Messages under way at once, so that one slow receiver does not hold up the others. */
const AT_ONCE = 16;

/** How long it waits at most before it looks again; clocks are set, and other processes put messages in. */
const LOOK_EVERY_MS = 60_000;

export interface CourierDeps {
  store: Stores['webhooks'];
  vault: Vault;
  live: LiveHub;
  clock: Pick<Clock, 'now'>;
  newId: NewId;
  log: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>;
  settings: DeliverySettings;
  /** Where links in messages lead. */
  dashboardUrl(): Promise<string>;
  /** @throws WeighbridgeError when nothing may be sent there */
  assertUrl(url: string): void;
}

/** Carries what is due to webhooks, at least once each, across restarts. */
export class Courier {
  readonly #deps: CourierDeps;
  readonly #closing = new AbortController();
  readonly #underWay = new Set<Promise<unknown>>();
  #looking: Promise<void> | undefined;
  #lookAgain = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(deps: CourierDeps) {
    this.#deps = deps;
  }

  /** Looks for what is due, now or as soon as it is free. */
  wake(): void {
    if (this.#closing.signal.aborted) return;
    if (this.#looking) {
      this.#lookAgain = true;
      return;
    }
    clearTimeout(this.#timer);
    this.#looking = this.#look()
      .catch((error: unknown) => {
        this.#deps.log.error({ err: error }, 'webhooks: what is due cannot be read');
        this.#sleep(LOOK_EVERY_MS);
      })
      .finally(() => {
        this.#looking = undefined;
        if (!this.#lookAgain) return;
        this.#lookAgain = false;
        this.wake();
      });
  }

  /** Sends a test, tried once. @throws NotFoundError */
  async test(webhookId: string): Promise<WebhookDelivery> {
    const { store, clock, newId } = this.#deps;
    const claimed = await store.claimTest({
      id: newId('msg'),
      webhookId,
      at: clock.now(),
      leaseMs: this.#leaseMs,
    });
    return this.#track(this.#deliver(claimed, 1));
  }

  /** Breaks off what is under way; it is due again at the next start. */
  async close(): Promise<void> {
    this.#closing.abort();
    clearTimeout(this.#timer);
    await this.#looking;
    await Promise.allSettled(this.#underWay);
  }

  get #leaseMs(): number {
    return this.#deps.settings.timeoutMs * 2 + 30_000;
  }

  async #look(): Promise<void> {
    const { store, clock } = this.#deps;
    const free = AT_ONCE - this.#underWay.size;
    // Whichever ends next wakes it.
    if (free <= 0) return;
    const due = await store.claim({ at: clock.now(), leaseMs: this.#leaseMs, limit: free });
    for (const claimed of due) {
      void this.#track(this.#deliver(claimed, this.#deps.settings.maxAttempts))
        .catch((error: unknown) =>
          this.#deps.log.error({ err: error }, 'webhooks: a delivery cannot be kept'),
        )
        .finally(() => this.wake());
    }
    if (due.length === free) return;
    const next = await store.nextDue();
    this.#sleep(next === null ? LOOK_EVERY_MS : next - clock.now());
  }

  #sleep(ms: number): void {
    if (this.#closing.signal.aborted) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), Math.min(Math.max(ms, 20), LOOK_EVERY_MS));
    this.#timer.unref();
  }

  #track<T>(work: Promise<T>): Promise<T> {
    const tracked = work.finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
    return tracked;
  }

  async #deliver(claimed: ClaimedDelivery, maxAttempts: number): Promise<WebhookDelivery> {
    const { store, clock, live } = this.#deps;
    const outcome = await this.#try(claimed, maxAttempts);
    const lost = outcome.state === 'failed' ? this.#givenUp(claimed, outcome) : null;
    const ended = lost === null ? outcome : { ...outcome, lost };
    const finished = await store.finish(claimed.delivery.id, ended, clock.now());
    live.publish('alerts');
    return finished;
  }

  /** What is to be told of a message that is tried no more. */
  #givenUp(claimed: ClaimedDelivery, { status, error, gone }: DeliveryOutcome): NewAlert | null {
    const { clock, newId, log } = this.#deps;
    const { delivery, webhook } = claimed;
    log.warn({ webhook: webhook.id, delivery: delivery.id, status, error }, 'webhook delivery failed');
    const lastTry = { status, error, gone: gone !== undefined };
    return lostMessage(claimed, lastTry, { id: newId('alr'), at: clock.now() });
  }

  async #try(claimed: ClaimedDelivery, maxAttempts: number): Promise<DeliveryOutcome> {
    const { vault, clock, settings, assertUrl } = this.#deps;
    const { webhook, delivery } = claimed;
    try {
      const url = vault.open(webhook.urlCiphertext, `The address of the webhook "${webhook.name}"`);
      const secret = vault.open(webhook.secretCiphertext, `The secret of the webhook "${webhook.name}"`);
      assertUrl(url);
      const body = messageBody(claimed, await this.#deps.dashboardUrl());
      const now = clock.now();
      const headers = { ...signatureHeaders(secret, delivery.id, now, body) };
      const { timeoutMs } = settings;
      const result = await post({ url, headers, body, timeoutMs, signal: this.#closing.signal, now });
      return this.#outcomeOf(result, delivery, maxAttempts);
    } catch (error) {
      // What is wrong here is wrong on every try.
      if (!WeighbridgeError.isInstance(error)) throw error;
      return { state: 'failed', nextAt: null, status: null, error: error.message };
    }
  }

  #outcomeOf(result: PostResult, delivery: WebhookDelivery, maxAttempts: number): DeliveryOutcome {
    const { clock, settings } = this.#deps;
    const { status, error } = result;
    const over = { nextAt: null, status, error };
    if (result.delivered) return { ...over, state: 'delivered' };
    if (status === 410) return { ...over, state: 'failed', gone: this.#goneStamp() };
    const wait = this.#closing.signal.aborted
      ? 0
      : delayAfter(delivery.attempts, { ...settings, maxAttempts }, Math.random, result.retryAfterMs);
    if (wait === undefined) return { ...over, state: 'failed' };
    return { ...over, state: 'pending', nextAt: clock.now() + wait };
  }

  #goneStamp(): AuditStamp {
    return {
      at: this.#deps.clock.now(),
      actor: 'gateway',
      reason: 'The receiver answered 410: it wants nothing more.',
      correlationId: null,
    };
  }
}
