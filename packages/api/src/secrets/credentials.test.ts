import { describe, expect, it } from 'vitest';
import { digest, newAccessKey, newSessionToken } from './credentials.ts';

describe('credentials', () => {
  it('makes keys that look like ours and are never the same', () => {
    const keys = Array.from({ length: 200 }, newAccessKey);
    for (const key of keys) expect(key).toMatch(/^wb_[0-9A-Za-z]{32}$/);
    expect(new Set(keys).size).toBe(200);
    expect(new Set(keys.join('').replaceAll('wb_', '')).size).toBe(62);
  });

  it('makes session tokens of 256 bits', () => {
    expect(Buffer.from(newSessionToken(), 'base64url').length).toBe(32);
  });

  it('digests with SHA-256', () => {
    expect(digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
