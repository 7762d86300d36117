/**
 * Every check there is, in one command, ending in one line `N passed, N failed`.
 * `--fast` leaves out what needs a build and a browser (the inner loop, `pnpm verify`).
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

interface Tally {
  passed: number;
  failed: number;
}

/** At least two, though the machine may have just two cores: much of the time goes in waiting for processes and disks. */
const WORKERS = Math.max(2, availableParallelism() - 1);

const fast = process.argv.includes('--fast');
const scratch = mkdtempSync(join(tmpdir(), 'weighbridge-test-'));
const results: { name: string; tally: Tally; seconds: number }[] = [];

function run(
  command: string,
  args: string[],
  options: { cwd?: string; env?: Record<string, string> } = {},
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'inherit', 'inherit'],
      cwd: options.cwd,
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1', ...options.env },
    });
    child.on('error', () => resolve(127));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

async function suite(name: string, work: () => Promise<Tally>): Promise<void> {
  console.log(`\n── ${name}`);
  const began = Date.now();
  let tally: Tally;
  try {
    tally = await work();
  } catch (error) {
    console.error(error);
    tally = { passed: 0, failed: 1 };
  }
  results.push({ name, tally, seconds: (Date.now() - began) / 1000 });
}

async function check(command: string, args: string[]): Promise<Tally> {
  return (await run(command, args)) === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** A runner that died without a report, or failed outside of any test, counts as one failure. */
function honest(code: number, tally: Tally): Tally {
  return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

async function vitest(): Promise<Tally> {
  const output = join(scratch, 'vitest.json');
  const code = await run('vitest', [
    'run',
    `--maxWorkers=${WORKERS}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile=${output}`,
  ]);
  const report = JSON.parse(readFileSync(output, 'utf8'));
  return honest(code, { passed: report.numPassedTests, failed: report.numFailedTests });
}

async function playwright(): Promise<Tally> {
  const output = join(scratch, 'playwright.json');
  const code = await run('node_modules/.bin/playwright', ['test', '--reporter=list,json'], {
    cwd: 'apps/dashboard',
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: output },
  });
  const { stats } = JSON.parse(readFileSync(output, 'utf8'));
  return honest(code, { passed: stats.expected + stats.flaky, failed: stats.unexpected });
}

await suite('lint and format', () => check('biome', ['check', '--error-on-warnings', '.']));
await suite('types', () => check('turbo', ['run', 'typecheck', '--output-logs=errors-only']));
await suite('unused code and dependencies', () => check('knip', []));
if (!fast) {
  await suite('dashboard build', () => check('turbo', ['run', 'build', '--output-logs=errors-only']));
}
await suite('units and integration', vitest);
if (!fast) await suite('end to end', playwright);

rmSync(scratch, { recursive: true, force: true });
console.log('');
for (const { name, tally, seconds } of results) {
  const verdict = tally.failed === 0 ? 'ok  ' : 'FAIL';
  console.log(`${verdict} ${name}: ${tally.passed} passed, ${tally.failed} failed (${seconds.toFixed(1)} s)`);
}
const passed = results.reduce((sum, { tally }) => sum + tally.passed, 0);
const failed = results.reduce((sum, { tally }) => sum + tally.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
