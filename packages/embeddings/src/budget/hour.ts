import { Temporal } from 'temporal-polyfill';
import type { WindowBounds } from './window.ts';

const HOUR_MS = 3_600_000;

/**
 * The hour that holds an instant: hours begin when the local clock shows a full hour, wherever its offset puts that
 * (India's begin at half past in UTC). Where a clock is moved by half an hour, one hour is 30 minutes longer.
 */
export function hourAt(timeZone: string, at: number): WindowBounds {
  return { start: startOf(timeZone, at), end: endOf(timeZone, at) };
}

function startOf(timeZone: string, at: number): number {
  const local = zoned(timeZone, at);
  const start = floor(at, offsetOf(local));
  const changed = local.getTimeZoneTransition('previous')?.epochMilliseconds ?? Number.NEGATIVE_INFINITY;
  // A change at this very instant is not a previous one.
  const since = isChange(timeZone, at) ? at : changed;
  return start >= since ? start : startOf(timeZone, since - 1);
}

function endOf(timeZone: string, at: number): number {
  const local = zoned(timeZone, at);
  const end = floor(at, offsetOf(local)) + HOUR_MS;
  const changes = local.getTimeZoneTransition('next')?.epochMilliseconds ?? Number.POSITIVE_INFINITY;
  if (end < changes) return end;
  const isFull = floor(changes, offsetOf(zoned(timeZone, changes))) === changes;
  return isFull ? changes : endOf(timeZone, changes);
}

function isChange(timeZone: string, at: number): boolean {
  return offsetOf(zoned(timeZone, at)) !== offsetOf(zoned(timeZone, at - 1));
}

function floor(at: number, offset: number): number {
  return Math.floor((at + offset) / HOUR_MS) * HOUR_MS - offset;
}

function zoned(timeZone: string, at: number): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
}

function offsetOf(local: Temporal.ZonedDateTime): number {
  return local.offsetNanoseconds / 1_000_000;
}
