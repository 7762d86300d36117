/** Builds what needs building (the dashboard) and says nothing more than that, unless it fails. */
import { spawn } from 'node:child_process';

const began = Date.now();
console.log('Building the dashboard (nothing to do when it is built already) …');
const turbo = spawn('turbo', ['run', 'build', '--output-logs=new-only'], {
  stdio: ['ignore', 'pipe', 'pipe'],
  shell: process.platform === 'win32',
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
});
const output: Buffer[] = [];
turbo.stdout.on('data', (chunk: Buffer) => output.push(chunk));
turbo.stderr.on('data', (chunk: Buffer) => output.push(chunk));
turbo.on('error', (error) => {
  console.error(`The build could not be started: ${error.message}`);
  process.exitCode = 1;
});
turbo.on('exit', (code) => {
  if (code === 0) {
    console.log(`Built in ${((Date.now() - began) / 1000).toFixed(1)} s.`);
    return;
  }
  process.stderr.write(Buffer.concat(output));
  console.error('The build failed; what it said stands above.');
  process.exitCode = 1;
});
