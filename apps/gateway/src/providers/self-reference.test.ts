import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { createSelfReference } from './self-reference.ts';

const self = createSelfReference('127.0.0.1', 4100);

describe('self reference', () => {
  it.each([
    'http://127.0.0.1:4100/v1',
    'http://localhost:4100',
    'https://localhost:4100/v1',
    'http://LOCALHOST.:4100/v1',
    'http://gateway.localhost:4100/v1',
    'http://127.9.9.9:4100/v1',
    'http://0x7f000001:4100/v1',
    'http://0.0.0.0:4100/v1',
    'http://[::1]:4100/v1',
    'http://[::]:4100/v1',
    'http://[::ffff:127.0.0.1]:4100/v1',
    `http://${hostname()}:4100/v1`,
  ])('refuses %s', (baseUrl) => {
    expect(() => self.assertOther('OPENAI_BASE_URL', baseUrl)).toThrow(
      expect.objectContaining({ code: 'SELF_REFERENCE' }),
    );
  });

  it.each([
    'https://api.openai.com/v1',
    'http://127.0.0.1:4101/v1',
    'http://localhost/v1',
    'http://192.0.2.7:4100/v1',
    'http://notlocalhost:4100/v1',
  ])('lets %s pass', (baseUrl) => {
    expect(() => self.assertOther('OPENAI_BASE_URL', baseUrl)).not.toThrow();
  });

  it('knows the port of the protocol', () => {
    const plain = createSelfReference('127.0.0.1', 80);
    expect(() => plain.assertOther('it', 'http://localhost/v1')).toThrow();
    expect(() => plain.assertOther('it', 'https://localhost/v1')).not.toThrow();
  });

  it('follows the port that was really taken', () => {
    const late = createSelfReference('127.0.0.1', 0);
    expect(() => late.assertOther('it', 'http://localhost:5123/v1')).not.toThrow();
    late.listensOn(5123);
    expect(() => late.assertOther('it', 'http://localhost:5123/v1')).toThrow();
  });
});
