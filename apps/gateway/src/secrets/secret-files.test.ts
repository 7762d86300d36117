import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { issueCliToken } from './cli-token.ts';
import { installationSecret } from './secret-key.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'weighbridge-secrets-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

const modeOf = (name: string) => statSync(join(dir, name)).mode & 0o777;

describe('installation secret', () => {
  it('is made once, for its owner only', () => {
    const secret = installationSecret(dir, undefined);
    expect(secret.length).toBeGreaterThanOrEqual(43);
    expect(modeOf('secret.key')).toBe(0o600);
    expect(installationSecret(dir, undefined)).toBe(secret);
  });

  it('is the environment’s when there is one', () => {
    expect(installationSecret(dir, 'from the environment')).toBe('from the environment');
    expect(() => statSync(join(dir, 'secret.key'))).toThrow();
  });

  it('is never replaced when the file is damaged: what is encrypted under it would be lost', () => {
    writeFileSync(join(dir, 'secret.key'), 'short');
    expect(() => installationSecret(dir, undefined)).toThrow(/secret\.key cannot be used .*restore/s);
    expect(readFileSync(join(dir, 'secret.key'), 'utf8')).toBe('short');
  });
});

describe('cli token', () => {
  it('is another one at each start, for its owner only, and gone afterwards', () => {
    writeFileSync(join(dir, 'cli.token'), 'old', { mode: 0o644 });
    const token = issueCliToken(dir);
    const text = readFileSync(join(dir, 'cli.token'), 'utf8').trim();
    expect(text).toMatch(/^wbt_[\w-]{43}$/);
    expect(modeOf('cli.token')).toBe(0o600);
    expect(token.matches(text)).toBe(true);
    expect(token.matches(`${text}x`)).toBe(false);
    expect(token.matches('old')).toBe(false);
    token.remove();
    expect(() => statSync(join(dir, 'cli.token'))).toThrow();
  });
});
