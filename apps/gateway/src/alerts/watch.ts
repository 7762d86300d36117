import { type AlertServices, evaluateAlerts } from '@weighbridge/api';
import type { FastifyBaseLogger } from 'fastify';

export interface WatchSettings {
  /** How long after a change it looks, gathering what follows: 300 ms. */
  delayMs: number;
  /** How often it looks though nothing changed, for forecasts and windows that end: a minute. */
  everyMs: number;
}

export const DEFAULT_WATCH: WatchSettings = { delayMs: 300, everyMs: 60_000 };

export interface WatchDeps {
  services: AlertServices;
  settings: WatchSettings;
  log: Pick<FastifyBaseLogger, 'info' | 'error'>;
  /** Alerts were told, so there may be something to deliver. */
  onTold(): void;
}

/** Looks for what is to be told, off the way of requests: after each change of the ledger, and from time to time. */
export class AlertWatch {
  readonly #deps: WatchDeps;
  readonly #closing = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #soon: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #asked = false;
  #withForecasts = false;

  constructor(deps: WatchDeps) {
    this.#deps = deps;
    this.#timer = setInterval(() => this.#ask(true), deps.settings.everyMs);
    this.#timer.unref();
    void this.#follow();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    clearInterval(this.#timer);
    clearTimeout(this.#soon);
    await this.#looking;
  }

  /** The hub says hello first, which is the look at the start. */
  async #follow(): Promise<void> {
    for await (const { type } of this.#deps.services.live.subscribe(this.#closing.signal)) {
      if (type === 'spend') this.#ask(false);
      if (type === 'budgets' || type === 'hello') this.#ask(true);
    }
  }

  #ask(withForecasts: boolean): void {
    this.#asked = true;
    this.#withForecasts ||= withForecasts;
    this.#plan();
  }

  #plan(): void {
    if (this.#closing.signal.aborted || this.#soon || this.#looking) return;
    this.#soon = setTimeout(() => {
      this.#soon = undefined;
      this.#looking = this.#look().finally(() => {
        this.#looking = undefined;
        if (this.#asked) this.#plan();
      });
    }, this.#deps.settings.delayMs);
    this.#soon.unref();
  }

  async #look(): Promise<void> {
    const { services, log, onTold } = this.#deps;
    const forecasts = this.#withForecasts;
    this.#asked = false;
    this.#withForecasts = false;
    try {
      const told = await evaluateAlerts(services, { forecasts });
      for (const { id, kind, severity, title } of told) log.info({ alert: id, kind, severity }, title);
      if (told.length > 0) onTold();
    } catch (error) {
      log.error({ err: error }, 'alerts cannot be looked for; the next change or minute tries again');
    }
  }
}
