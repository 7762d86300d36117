import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startScript } from '../../test/processes/spawn.ts';
import { lockDataDir } from './lock.ts';

const LOCK_HOLDER = new URL('../../test/processes/lock-holder.ts', import.meta.url);

describe('lockDataDir', { timeout: 30_000 }, () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'weighbridge-lock-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('makes the directory for its owner only, and may be taken again once released', () => {
    const data = join(dir, 'a', 'b');
    const lock = lockDataDir(data);
    expect(statSync(data).mode & 0o777).toBe(0o700);
    expect(statSync(join(data, 'gateway.lock')).mode & 0o777).toBe(0o600);
    expect(() => lockDataDir(data)).toThrow(expect.objectContaining({ code: 'DATA_DIR_LOCKED' }));
    lock.release();
    lock.release();
    lockDataDir(data).release();
  });

  it('is refused while another process has it, names that process, and is free after kill -9', async () => {
    const child = startScript(LOCK_HOLDER, [dir]);
    await child.line((line) => line === 'locked');
    const refusal = (() => {
      try {
        lockDataDir(dir);
      } catch (error) {
        return error;
      }
    })();
    expect(refusal).toMatchObject({
      name: 'StorageError',
      code: 'DATA_DIR_LOCKED',
      facts: { dir, pid: expect.any(Number) },
      message: expect.stringMatching(/in use by process \d+\. Stop that gateway first, or give/),
    });
    await child.kill();
    const lock = lockDataDir(dir);
    const second = startScript(LOCK_HOLDER, [dir]);
    const said = await second.line(() => true);
    expect(JSON.parse(said)).toMatchObject({ code: 'DATA_DIR_LOCKED', facts: { pid: process.pid } });
    lock.release();
    expect(existsSync(join(dir, 'gateway.lock.pid'))).toBe(false);
  });

  it('says so when the directory cannot be used', () => {
    const lock = lockDataDir(dir);
    lock.release();
    expect(() => lockDataDir(join(dir, 'gateway.lock', 'below'))).toThrow(
      expect.objectContaining({ name: 'StorageError', code: 'DATA_DIR_UNUSABLE' }),
    );
  });
});
