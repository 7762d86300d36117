import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endpointOf, formatSpace, parseSpace } from './space.ts';

describe('vector spaces', () => {
  it('names the official API, and only that, openai', () => {
    expect(endpointOf('https://api.openai.com/v1')).toBe('openai');
    expect(endpointOf('https://api.openai.com/v1/')).toBe('openai');
    for (const other of [
      'http://api.openai.com/v1',
      'https://api.openai.com:8443/v1',
      'https://api.openai.com/v2',
      'https://api.openai.com.evil.example/v1',
      'http://openai/v1',
      'http://127.0.0.1:4010/v1',
    ]) {
      expect(endpointOf(other)).not.toBe('openai');
    }
    expect(endpointOf('http://mock/v1')).not.toBe('mock');
  });

  it('keeps apart what has another host, port or path', () => {
    const bases = ['http://a/v1', 'http://a:81/v1', 'http://b/v1', 'http://a/other/v1', 'http://a/v2'];
    expect(new Set(bases.map(endpointOf)).size).toBe(bases.length);
    expect(endpointOf('http://127.0.0.1:4010/v1')).toBe('127.0.0.1:4010');
  });

  it('reads what it wrote, whatever the names hold', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.string({ minLength: 1 }),
        fc.integer({ min: 1, max: 4096 }),
        (endpoint, model, dimensions) => {
          const space = { endpoint, model, dimensions };
          expect(parseSpace(formatSpace(space))).toEqual(space);
        },
      ),
    );
  });

  it.each(['', 'openai', 'openai/m', 'openai/m/0', 'openai/m/x', 'a/b/c/1'])('refuses "%s"', (text) => {
    expect(parseSpace(text)).toBeUndefined();
  });
});
