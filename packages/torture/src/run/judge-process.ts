import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Verdict } from '../judge/verdict.ts';
import { childEnvironment } from './child-environment.ts';

const JUDGE = fileURLToPath(new URL('../judge/main.ts', import.meta.url));

/** Has another process read everything and judge it. */
export function judge(dir: string): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [JUDGE, dir],
      { maxBuffer: 64 * 1024 * 1024, env: childEnvironment() },
      (error, stdout, stderr) => {
        if (error) reject(new Error(`The judge failed: ${stderr || error.message}`));
        else resolve(JSON.parse(stdout) as Verdict);
      },
    );
  });
}
