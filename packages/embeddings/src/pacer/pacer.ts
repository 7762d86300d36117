import type { Clock } from '../ports/clock.ts';
import type { ProviderLimits } from '../providers/provider.ts';
import { Allowance } from './allowance.ts';
import { BlindGap } from './blind-gap.ts';
import { FairQueue } from './fair-queue.ts';
import { ForwardTime } from './forward-time.ts';

/** `interactive`: somebody waits for a few texts. `bulk`: everything else; it yields. */
export type Lane = 'interactive' | 'bulk';

/** One request that wants to be sent. */
export interface Turn {
  project: string;
  lane: Lane;
  tokens: number;
}

/** A request that may be sent now. */
export interface Passage {
  /** What the provider's answer says of its limits. */
  hear(limits: ProviderLimits): void;
  /** The provider refused for its rate limit; it asked for so long a pause, if it did. */
  refused(retryAfterMs: number | undefined): void;
  /** Makes room for the next; once, whatever came of the request. */
  leave(): void;
}

interface Waiting extends Turn {
  cost: number;
  admit(passage: Passage): void;
  /** Leaves the queue without having been admitted. */
  leave(reason: unknown): void;
}

/** Bulk requests out at the same time: enough to keep both sides busy, few enough for flat memory. */
const MOST_BULK = 8;
/** Small requests spend their time waiting for the provider, so many may. */
const MOST_INTERACTIVE = 256;
/** Of each limit, kept for small requests when bulk sends. */
const RESERVE = 0.05;
/** Of what small requests use while bulk waits, so much again is put by for bulk: a tenth of all. */
const PUT_BY = 1 / 9;
/** After a refusal that does not say how long. */
const UNTOLD_PAUSE_MS = 1000;
/** No limit of so much a minute asks for more. Limits of a day do: then one is sent now and then, in case they are lifted. */
const MOST_WAIT_MS = 61_000;

/**
 * Decides when each request to one provider may leave: within its limits as it tells them, small requests first, and
 * bulk of one project in turn with that of others. Until the first answer is there, nothing is known, and bulk sends one.
 */
export class Pacer {
  readonly #clock: Clock;
  readonly #refusal: (waitMs: number) => Error;
  readonly #time: ForwardTime;
  readonly #queues = { interactive: new FairQueue<Waiting>(), bulk: new FairQueue<Waiting>() };
  readonly #out = { interactive: 0, bulk: 0 };
  readonly #tokens = new Allowance();
  readonly #requests = new Allowance();
  readonly #gap = new BlindGap();
  #mostBulk = 1;
  /** Bulk requests that went well since the last change of `#mostBulk`. */
  #well = 0;
  #heardAnything = false;
  #pausedUntil = 0;
  #bulkPausedUntil = 0;
  /** Of a refusal that asked for a longer pause than anybody is kept waiting for. */
  #longPause = { until: 0, isForAll: false, after: 0 };
  #lastAdmittedAt = 0;
  #putBy = 0;
  #sequence = 0;
  /** Requests sent after the one whose answer was heard last, which that answer may not have counted. */
  #unheard: { sequence: number; tokens: number }[] = [];
  #alarm: AbortController | undefined;
  #closed: { reason: unknown } | undefined;

  /** @param refusal of a request for which the provider wants so long a pause that it is not kept waiting */
  constructor(clock: Clock, refusal: (waitMs: number) => Error) {
    this.#clock = clock;
    this.#refusal = refusal;
    this.#time = new ForwardTime(clock);
  }

  /** The provider's limit of tokens a minute; infinite while unknown. */
  get tokenLimit(): number {
    return this.#tokens.limit;
  }

  /**
   * Resolves when the request may be sent.
   * @throws the signal's reason, that of the end, or a refusal: nothing was used then
   */
  enter(turn: Turn, signal: AbortSignal): Promise<Passage> {
    return new Promise((resolve, reject) => {
      if (signal.aborted || this.#closed) {
        reject(signal.aborted ? signal.reason : this.#closed?.reason);
        return;
      }
      const queue = this.#queues[turn.lane];
      const abort = () => {
        waiting.leave(signal.reason);
        this.#advance();
      };
      const waiting: Waiting = {
        ...turn,
        cost: turn.tokens,
        admit: (passage) => {
          signal.removeEventListener('abort', abort);
          resolve(passage);
        },
        leave: (reason) => {
          signal.removeEventListener('abort', abort);
          queue.remove(waiting);
          reject(reason);
        },
      };
      signal.addEventListener('abort', abort, { once: true });
      queue.push(waiting);
      this.#advance();
    });
  }

  /** Sends nothing any more: who waits, and whoever comes, is refused for this reason. */
  close(reason: unknown): void {
    this.#closed = { reason };
    for (const queue of Object.values(this.#queues)) {
      for (let next = queue.peek(); next; next = queue.peek()) next.leave(reason);
    }
    this.#advance();
  }

  /** Sends whatever may be sent, and sets the alarm for what may be sent next. */
  #advance(): void {
    this.#alarm?.abort();
    this.#alarm = undefined;
    for (;;) {
      const now = this.#time.now();
      if (this.#turnAway('interactive', now) || this.#turnAway('bulk', now)) continue;
      const small = this.#wait('interactive', now);
      if (small === 0) {
        this.#admit('interactive', now);
        continue;
      }
      const bulk = this.#wait('bulk', now);
      if (bulk === 0) {
        this.#admit('bulk', now);
        continue;
      }
      this.#setAlarm(Math.min(small, bulk));
      return;
    }
  }

  /** Refuses the next of a lane if the provider asked for a long pause: its caller is told when to come back. */
  #turnAway(lane: Lane, now: number): boolean {
    const { until, isForAll } = this.#longPause;
    const next = this.#queues[lane].peek();
    if (!next || now >= until || now >= this.#lastAdmittedAt + MOST_WAIT_MS) return false;
    const own = this.#ownWait(lane, next, now);
    if (!isForAll && (own <= MOST_WAIT_MS || !Number.isFinite(own))) return false;
    next.leave(this.#refusal(until - now));
    return true;
  }

  /** Milliseconds until the next of a lane may go; infinite while that depends on something other than time. */
  #wait(lane: Lane, now: number): number {
    const next = this.#queues[lane].peek();
    const most = lane === 'bulk' ? this.#mostBulk : MOST_INTERACTIVE;
    if (!next || this.#out[lane] >= most) return Number.POSITIVE_INFINITY;
    const until = lane === 'bulk' ? Math.max(this.#pausedUntil, this.#bulkPausedUntil) : this.#pausedUntil;
    const own = this.#ownWait(lane, next, now);
    if (!Number.isFinite(own)) return own;
    return Math.max(0, Math.min(Math.max(until - now, own), this.#lastAdmittedAt + MOST_WAIT_MS - now));
  }

  #ownWait(lane: Lane, next: Waiting, now: number): number {
    return lane === 'bulk' ? this.#bulkWait(next, now) : this.#smallWait(next, now);
  }

  #smallWait({ tokens }: Waiting, now: number): number {
    // What is put by for bulk is not there for others.
    const putBy = Math.min(this.#putBy, this.#queues.bulk.peek()?.tokens ?? 0);
    return Math.max(this.#tokens.waitFor(tokens, putBy, now), this.#requests.waitFor(1, 0, now));
  }

  #bulkWait({ tokens }: Waiting, now: number): number {
    const hasPutBy = this.#putBy >= tokens;
    if (this.#queues.interactive.size > 0 && this.#tokens.isKnown && !hasPutBy)
      return Number.POSITIVE_INFINITY;
    const share = hasPutBy ? 0 : RESERVE;
    return Math.max(
      this.#tokens.isKnown ? 0 : this.#gap.waitFor(now),
      this.#tokens.waitFor(tokens, this.#tokens.limit * share, now),
      this.#requests.waitFor(1, this.#requests.limit * share, now),
    );
  }

  #admit(lane: Lane, now: number): void {
    const waiting = this.#queues[lane].shift();
    if (!waiting) return;
    const { tokens } = waiting;
    this.#tokens.take(tokens, now);
    this.#requests.take(1, now);
    if (lane === 'bulk') this.#putBy = Math.max(0, this.#putBy - tokens);
    else if (this.#queues.bulk.size > 0) this.#putBy += tokens * PUT_BY;
    this.#out[lane] += 1;
    this.#lastAdmittedAt = now;
    const sequence = ++this.#sequence;
    this.#unheard.push({ sequence, tokens });
    if (lane === 'bulk') this.#gap.sent(sequence, now);
    waiting.admit(this.#passage(lane, sequence, tokens));
  }

  #passage(lane: Lane, sequence: number, tokens: number): Passage {
    let isOut = true;
    let wasRefused = false;
    return {
      hear: (limits) => this.#hear(limits, sequence),
      refused: (retryAfterMs) => {
        wasRefused = true;
        this.#refused({ lane, sequence, tokens }, retryAfterMs);
      },
      leave: () => {
        if (!isOut) return;
        isOut = false;
        this.#out[lane] -= 1;
        this.#unheard = this.#unheard.filter((sent) => sent.sequence !== sequence);
        if (!wasRefused) this.#wentWell(lane, sequence);
        this.#advance();
      },
    };
  }

  #hear({ tokens, requests }: ProviderLimits, sequence: number): void {
    const now = this.#time.now();
    // An answer to an earlier request than the last one heard says less than is known.
    if (this.#unheard.some((sent) => sent.sequence === sequence)) {
      this.#unheard = this.#unheard.filter((sent) => sent.sequence > sequence);
      const since = this.#unheard.reduce((sum, sent) => sum + sent.tokens, 0);
      if (tokens) this.#tokens.hear(tokens, since, now);
      if (requests) this.#requests.hear(requests, this.#unheard.length, now);
    }
    this.#know();
    this.#advance();
  }

  #refused(
    { lane, sequence, tokens }: { lane: Lane; sequence: number; tokens: number },
    retryAfterMs = UNTOLD_PAUSE_MS,
  ): void {
    const now = this.#time.now();
    const until = now + Math.min(retryAfterMs, MOST_WAIT_MS);
    if (lane === 'bulk') this.#gap.refused(sequence, retryAfterMs);
    // A limit that its headers explain leaves room for what is smaller; any other is no business of sizes.
    const isExplained = this.#tokens.waitFor(tokens, 0, now) > 0 || this.#requests.waitFor(1, 0, now) > 0;
    this.#bulkPausedUntil = Math.max(this.#bulkPausedUntil, until);
    if (!isExplained) this.#pausedUntil = Math.max(this.#pausedUntil, until);
    if (retryAfterMs > MOST_WAIT_MS) {
      this.#longPause = { until: now + retryAfterMs, isForAll: !isExplained, after: this.#sequence };
    }
    this.#know();
    this.#mostBulk = Math.max(1, this.#mostBulk >> 1);
    this.#well = 0;
  }

  /** One more at a time for each full round that went well. */
  #wentWell(lane: Lane, sequence: number): void {
    this.#know();
    if (sequence > this.#longPause.after) this.#longPause.until = 0;
    if (lane === 'bulk') this.#gap.succeeded();
    if (lane !== 'bulk' || this.#mostBulk >= MOST_BULK || ++this.#well < this.#mostBulk) return;
    this.#mostBulk += 1;
    this.#well = 0;
  }

  /** After the first answer bulk need not feel its way any more. */
  #know(): void {
    if (this.#heardAnything) return;
    this.#heardAnything = true;
    this.#mostBulk = MOST_BULK;
  }

  #setAlarm(ms: number): void {
    if (!Number.isFinite(ms)) return;
    const alarm = new AbortController();
    this.#alarm = alarm;
    this.#clock.sleep(Math.max(1, Math.ceil(ms)), alarm.signal).then(
      () => {
        if (this.#alarm === alarm) this.#advance();
      },
      () => undefined,
    );
  }
}
