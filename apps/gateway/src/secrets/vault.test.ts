import { describe, expect, it } from 'vitest';
import { SecretUnreadableError } from '../errors.ts';
import { createVault } from './vault.ts';

describe('vault', () => {
  it('opens what it sealed, and never seals the same way twice', () => {
    const vault = createVault('one secret');
    const sealed = vault.seal('sk-test-äöü');
    expect(sealed).not.toContain('sk-test');
    expect(vault.seal('sk-test-äöü')).not.toBe(sealed);
    expect(createVault('one secret').open(sealed, 'the key')).toBe('sk-test-äöü');
  });

  it.each([
    ['another secret', (sealed: string) => createVault('another secret').open(sealed, 'the key')],
    ['a changed byte', (sealed: string) => createVault('one secret').open(flip(sealed), 'the key')],
    ['a cut end', (sealed: string) => createVault('one secret').open(sealed.slice(0, 20), 'the key')],
    ['another format', () => createVault('one secret').open('plain text', 'the key')],
  ])('refuses with a clear error: %s', (_name, open) => {
    const sealed = createVault('one secret').seal('sk-test');
    expect(() => open(sealed)).toThrow(SecretUnreadableError);
    expect(() => open(sealed)).toThrow(/^the key cannot be decrypted/);
  });

  it('derives another key for each purpose', () => {
    const vault = createVault('one secret');
    expect(vault.key('a')).toHaveLength(32);
    expect(vault.key('a')).toEqual(createVault('one secret').key('a'));
    expect(vault.key('a')).not.toEqual(vault.key('b'));
  });
});

function flip(sealed: string): string {
  const [version, body = ''] = sealed.split('.');
  const bytes = Buffer.from(body, 'base64url');
  bytes[bytes.length - 1]! ^= 1;
  return `${version}.${bytes.toString('base64url')}`;
}
