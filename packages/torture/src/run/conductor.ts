import type { Random } from '../random.ts';
import { CLOCKS_CHANGE, type Scenario } from '../scenario/scenario.ts';
import type { Course } from './course.ts';

const TICK_MS = 25;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A while in which one process, or all, are told an earlier time. */
interface Excursion {
  slot: number | undefined;
  backMs: number;
  /** Real time at which it ends. */
  until: number;
}

export interface ConductorParts {
  scenario: Scenario;
  course: Course;
  random: Random;
  tell(at: number, slot?: number): void;
  slots: number;
}

/**
 * Moves the virtual clock: steadily, now and then ahead to just before the end of a day or month, or before clocks change,
 * and for moments back.
 */
export class Conductor {
  readonly #parts: ConductorParts;
  #at: number;
  #ticked = 0;
  #nextExcursion = 0;
  #nextLeap = 0;
  #excursion: Excursion | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: ConductorParts) {
    this.#parts = parts;
    this.#at = parts.scenario.startAt;
    parts.course.clock(this.#at, false);
  }

  /** The true course, which never goes back. */
  now(): number {
    return this.#at;
  }

  start(): void {
    const { random } = this.#parts;
    this.#ticked = performance.now();
    this.#nextExcursion = this.#ticked + random.between(600, 1500);
    // After the month has ended, and so that a short run sees clocks change too.
    const half = Math.min(this.#parts.scenario.seconds, 20) * 500;
    this.#nextLeap = this.#ticked + half + random.between(0, 500);
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    const { scenario, course, random, tell, slots } = this.#parts;
    const real = performance.now();
    this.#at += Math.round((real - this.#ticked) * scenario.speed);
    this.#ticked = real;
    if (real >= this.#nextLeap) {
      this.#nextLeap = real + random.between(5000, 10_000);
      const ahead = random.chance(0.2) ? nextMonth(this.#at) : nextDay(this.#at);
      const edge = this.#at < CLOCKS_CHANGE ? Math.min(ahead, CLOCKS_CHANGE) : ahead;
      this.#at = Math.max(this.#at, edge - random.whole(1, 20) * 60_000);
    }
    if (this.#excursion && real >= this.#excursion.until) {
      this.#excursion = undefined;
      this.#nextExcursion = real + random.between(700, 2000);
    }
    if (!this.#excursion && real >= this.#nextExcursion) {
      this.#excursion = {
        slot: random.chance(0.5) ? random.whole(0, slots - 1) : undefined,
        backMs: Math.round(
          random.chance(0.3) ? random.between(1, 40) * DAY_MS : random.between(0.2, 5) * HOUR_MS,
        ),
        until: real + random.between(150, 400),
      };
      course.clock(this.#at - this.#excursion.backMs, true);
    }
    course.clock(this.#at, false);
    for (let slot = 0; slot < slots; slot += 1) tell(this.#readingOf(slot), slot);
  }

  #readingOf(slot: number): number {
    const away = this.#excursion;
    if (!away || (away.slot !== undefined && away.slot !== slot)) return this.#at;
    return this.#at - away.backMs;
  }
}

function nextDay(at: number): number {
  return Math.floor(at / DAY_MS) * DAY_MS + DAY_MS;
}

function nextMonth(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
}
