import { statSync } from 'node:fs';
import { INTEGRITY_CHECKS, type KeepingStep, type OnProgress } from '../ports/keeping.ts';
import { cacheFileOf, partialOf } from './backup.ts';

const STEPS: readonly KeepingStep[] = ['copy', 'copy_cache', ...INTEGRITY_CHECKS];

/** How often somebody who waits is told, in ms. */
const TELL_EVERY_MS = 100;

/** A step in memory that two threads share: SQLite leaves the one that works no moment for messages. */
export type SharedStep = SharedArrayBuffer;

/** For the thread that works. */
export function stepWriter(shared: SharedStep): (step: KeepingStep) => void {
  const cell = new Int32Array(shared);
  return (step) => {
    Atomics.store(cell, 0, STEPS.indexOf(step));
  };
}

/** Does a piece of work, telling `onProgress` meanwhile where it is. @param copy What a backup copies, and to where. */
export async function whileTelling<T>(
  onProgress: OnProgress | undefined,
  work: (shared: SharedStep) => Promise<T>,
  copy?: { main: string; cache: string; file: string },
): Promise<T> {
  const shared = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const cell = new Int32Array(shared);
  Atomics.store(cell, 0, -1);
  const tell = () => {
    const step = STEPS[Atomics.load(cell, 0)];
    if (step === undefined) return;
    const copying =
      copy === undefined
        ? undefined
        : { copy: [copy.main, copy.file], copy_cache: [copy.cache, cacheFileOf(copy.file)] }[step as string];
    const [from, to] = copying ?? [];
    onProgress?.({
      step,
      bytes: to === undefined ? null : (sizeOf(partialOf(to)) ?? 0),
      totalBytes: from === undefined ? null : sizeOf(from),
    });
  };
  const timer = onProgress && setInterval(tell, TELL_EVERY_MS);
  try {
    return await work(shared);
  } finally {
    clearInterval(timer);
    // What is over before its first telling is told of once, too.
    tell();
  }
}

function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null;
}
