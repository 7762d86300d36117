import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { startMockGateway } from '../src/index.ts';
import { ownIdentity } from '../src/process-identity.ts';
import { sweepFolders } from '../src/temporary-folder.ts';

const MODULE = new URL('../src/index.ts', import.meta.url).href;
const START = `
  const { startMockGateway } = await import(${JSON.stringify(MODULE)});
  console.log((await startMockGateway()).dataDir);
  setInterval(() => {}, 1000);`;

let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'weighbridge-left-'));
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(temporary, { recursive: true, force: true });
});

/** A mock gateway in a process of its own. */
async function spawned(): Promise<{ child: ChildProcess; dataDir: string }> {
  const { VITEST: _, NODE_ENV: __, ...env } = process.env;
  const child = spawn(process.execPath, ['--input-type=module', '-e', START], {
    env: { ...env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, dataDir: line.toString().trim() };
}

async function killed(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

it('a start removes what a killed gateway left, and nothing of one that lives', async () => {
  const [dead, alive] = [await spawned(), await spawned()];
  await killed(dead.child);
  expect(existsSync(join(dead.dataDir, 'weighbridge.db'))).toBe(true);
  await using gateway = await startMockGateway();
  expect([existsSync(dead.dataDir), existsSync(alive.dataDir)]).toEqual([false, true]);
  expect(existsSync(gateway.dataDir)).toBe(true);
  expect(sweepFolders()).toEqual([]);
});

function folder(name: string, owner?: object | string): string {
  const path = join(temporary, name);
  mkdirSync(path);
  const text = typeof owner === 'string' ? owner : JSON.stringify(owner);
  if (owner !== undefined) writeFileSync(join(path, 'mock-owner.json'), text);
  return path;
}

it('a number that another process bears now is told by when it began', () => {
  const own = ownIdentity();
  const reused = folder('weighbridge-mock-reused', { ...own, began: '1' });
  const mine = folder('weighbridge-mock-mine', own);
  expect(sweepFolders()).toEqual([reused]);
  expect(readdirSync(temporary)).toEqual([mine.split('/').at(-1)]);
});

it('what is not certainly a dead process’s stays', async () => {
  const { child, dataDir } = await spawned();
  const owner = JSON.parse(readFileSync(join(dataDir, 'mock-owner.json'), 'utf8'));
  await killed(child);
  const elsewhere = { ...owner, place: 'another-machine unknown unknown' };
  const kept = [
    folder('weighbridge-mock-elsewhere', elsewhere),
    folder('weighbridge-mock-unsaid'),
    folder('weighbridge-mock-broken', 'no JSON'),
    folder('weighbridge-mock-odd', { ...owner, pid: 'all' }),
    folder('something-else', owner),
  ];
  const target = folder('linked-to', owner);
  symlinkSync(target, join(temporary, 'weighbridge-mock-link'));
  writeFileSync(join(temporary, 'weighbridge-mock-file'), '');
  expect(sweepFolders()).toEqual([dataDir]);
  expect([...kept, target].map((path) => existsSync(path))).toEqual(Array(6).fill(true));
  expect(existsSync(join(temporary, 'weighbridge-mock-link'))).toBe(true);
});
