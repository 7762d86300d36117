import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** What tells one process from every other, also from a later one of the same number. */
export interface ProcessIdentity {
  pid: number;
  /** The machine, this start of it, and the space that the number counts in; two of them never compare. */
  place: string;
  /** When the process began, in ticks since the machine did; null where that cannot be read. */
  began: string | null;
}

export function ownIdentity(): ProcessIdentity {
  return { pid: process.pid, place: ownPlace(), began: beganAt(process.pid) };
}

/** False unless it is certain: of another machine or container nobody here can tell. */
export function isDead({ pid, place, began }: ProcessIdentity): boolean {
  if (place !== ownPlace()) return false;
  if (!exists(pid)) return true;
  const now = beganAt(pid);
  return began !== null && now !== null && now !== began;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process lives too.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function ownPlace(): string {
  const boot = orUnknown(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  const namespace = orUnknown(() => readlinkSync('/proc/self/ns/pid'));
  return [hostname(), boot, namespace].join(' ');
}

/** The 22nd field of Linux' `stat`; the second, a name in brackets, may hold anything. */
function beganAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function orUnknown(read: () => string): string {
  try {
    return read();
  } catch {
    return 'unknown';
  }
}
