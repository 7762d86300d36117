/** Gateway and dashboard side by side, both reloading on change. */
import { type ChildProcess, spawn } from 'node:child_process';

const children: ChildProcess[] = [
  spawn(
    process.execPath,
    ['--watch-path=apps/gateway/src', '--watch-path=packages', 'apps/gateway/src/main.ts'],
    {
      stdio: 'inherit',
    },
  ),
  spawn('node_modules/.bin/next', ['dev', '--port', process.env.WEIGHBRIDGE_DASHBOARD_PORT ?? '3000'], {
    cwd: 'apps/dashboard',
    stdio: 'inherit',
  }),
];

function stop(): void {
  for (const child of children) child.kill('SIGTERM');
}

for (const child of children) child.on('exit', stop);
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
