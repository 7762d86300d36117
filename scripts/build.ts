/** Builds what needs building (the dashboard) and says nothing more than that, unless it fails. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { NODE_FLAGS } from '../apps/cli/bin/node-flags.mjs';

/** Written when compiled code was kept last. */
const KEPT = 'node_modules/.cache/weighbridge/kept';
const SOURCES = ['pnpm-lock.yaml', 'apps/cli/bin/*.mjs', '{apps,packages}/*/src/**/*.ts'];
/** A start takes a second or two. */
const MOST_MS = 30_000;

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
turbo.on('exit', async (code) => {
  if (code === 0) {
    if (hasChangedSince(KEPT)) await keepCompiledCode();
    console.log(`Built in ${((Date.now() - began) / 1000).toFixed(1)} s.`);
    return;
  }
  process.stderr.write(Buffer.concat(output));
  console.error('The build failed; what it said stands above.');
  process.exitCode = 1;
});

function hasChangedSince(mark: string): boolean {
  const kept = statSync(mark, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return globSync(SOURCES).some((file) => statSync(file).mtimeMs > kept);
}

/**
 * Starts a gateway over an empty folder and stops it, which keeps its compiled code for the first start that counts. Nothing
 * is lost when that fails, now or at the next build: then the first start compiles.
 */
async function keepCompiledCode(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'weighbridge-build-'));
  try {
    const gateway = spawn(
      process.execPath,
      // Compiled code is of use under the same flags only.
      [...NODE_FLAGS, 'apps/cli/bin/weighbridge.mjs', 'start', '--no-dashboard', '--port', '0', '--json'],
      {
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { PATH: process.env.PATH, WEIGHBRIDGE_DATA_DIR: folder, WEIGHBRIDGE_LOG_LEVEL: 'silent' },
        timeout: MOST_MS,
      },
    );
    // What it writes first is where it listens.
    gateway.stdout.once('data', () => gateway.kill('SIGTERM'));
    const [code] = await once(gateway, 'exit').catch(() => [null]);
    if (code !== 0) return;
    mkdirSync(dirname(KEPT), { recursive: true });
    writeFileSync(KEPT, '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
