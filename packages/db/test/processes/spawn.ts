import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A script in a process of its own, and the lines it has written. */
export interface Child {
  lines: string[];
  /** Resolves when a line that passes has been written; rejects when the process ends before. */
  line(passes: (line: string, lines: readonly string[]) => boolean): Promise<string>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Resolves with the exit code, or the signal's name. */
  ended: Promise<number | string>;
}

export function startScript(script: URL, args: readonly string[]): Child {
  return follow(
    spawn(process.execPath, [fileURLToPath(script), ...args], { stdio: ['ignore', 'pipe', 'inherit'] }),
  );
}

/** The same under a shell's resource limits, such as `ulimit -f 64` with the signal for it ignored. */
export function startLimited(limits: string, script: URL, args: readonly string[]): Child {
  const command = `${limits}; exec "$0" "$@"`;
  return follow(
    spawn('bash', ['-c', command, process.execPath, fileURLToPath(script), ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
}

function follow(process: ChildProcess): Child {
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const check of waiting) check();
  };
  if (!process.stdout) throw new Error('The script has no output.');
  const reader = createInterface({ input: process.stdout });
  reader.on('line', (line) => {
    lines.push(line);
    wake();
  });
  let over = false;
  const read = new Promise<void>((resolve) => reader.once('close', resolve));
  const exited = new Promise<number | string>((resolve) => {
    process.once('exit', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  const ended = Promise.all([exited, read]).then(([how]) => {
    over = true;
    wake();
    return how;
  });
  return {
    lines,
    ended,
    line: (passes) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const found = lines.find((line) => passes(line, lines));
          if (found !== undefined) resolve(found);
          else if (over) reject(new Error(`The process ended before that line:\n${lines.join('\n')}`));
          else return;
          waiting.delete(check);
        };
        waiting.add(check);
        check();
      }),
    async kill() {
      process.kill('SIGKILL');
      await ended;
    },
  };
}
