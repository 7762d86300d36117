import { Session } from 'node:inspector/promises';
import { setTimeout as wait } from 'node:timers/promises';

/** What trails an answer belongs to its request as well: milliseconds. */
const AFTERWARDS = 150;

export interface Turn {
  cpuMs: number;
  /** Microseconds of the machine's steady clock. */
  from: number;
  to: number;
}

/** Looks at the thread's CPU time in every turn of the event loop; the function returned ends it. */
export function watchTurns(): () => Promise<Turn> {
  let longest: Turn = { cpuMs: 0, from: 0, to: 0 };
  let [lastCpu, last] = [cpuMs(), now()];
  let isOn = true;
  const look = () => {
    const [cpu, at] = [cpuMs(), now()];
    if (cpu - lastCpu > longest.cpuMs) longest = { cpuMs: cpu - lastCpu, from: last, to: at };
    [lastCpu, last] = [cpu, at];
    if (isOn) setImmediate(look);
  };
  setImmediate(look);
  return async () => {
    await wait(AFTERWARDS);
    isOn = false;
    return longest;
  };
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

function now(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/** Samples what the thread does; `stop` says what a turn went by, in milliseconds of each function with what it called. */
export async function profileTurns(): Promise<(turn: Turn) => Promise<Record<string, number>>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
  return async ({ from, to }) => {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    const byId = new Map(profile.nodes.map((node) => [node.id, node]));
    const parents = new Map(
      profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])),
    );
    const spent = new Map<string, number>();
    let at = profile.startTime;
    for (const [index, sample] of (profile.samples ?? []).entries()) {
      const delta = profile.timeDeltas?.[index] ?? 0;
      at += delta;
      if (at < from || at > to) continue;
      const names = new Set<string>();
      for (let id: number | undefined = sample; id !== undefined; id = parents.get(id)) {
        const frame = byId.get(id)?.callFrame;
        if (frame)
          names.add(
            `${frame.functionName || '(anonymous)'} ${frame.url.split('/').slice(-2).join('/')}:${frame.lineNumber + 1}`,
          );
      }
      for (const name of names) spent.set(name, (spent.get(name) ?? 0) + delta / 1000);
    }
    const most = [...spent].sort(([, a], [, b]) => b - a).slice(0, 24);
    return Object.fromEntries(most.map(([name, ms]) => [name, Number(ms.toFixed(1))]));
  };
}
