import { describe, expect, it } from 'vitest';
import { assertSameOrigin } from './same-origin.ts';

const host = 'localhost:4100';

describe('assertSameOrigin', () => {
  it.each([
    ['our own page', { host, 'sec-fetch-site': 'same-origin', origin: 'http://localhost:4100' }],
    ['the address bar', { host, 'sec-fetch-site': 'none' }],
    ['our own page in an older browser', { host, origin: 'http://localhost:4100' }],
    ['the dashboard’s proxy', { host, origin: 'https://ops.example', 'x-forwarded-host': 'ops.example' }],
    ['a program', { host }],
  ])('lets %s pass', (_name, headers) => {
    expect(() => assertSameOrigin(headers)).not.toThrow();
  });

  it.each([
    ['another site', { host, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['another name of the same site', { host, 'sec-fetch-site': 'same-site' }],
    ['another site in an older browser', { host, origin: 'https://evil.example' }],
    ['a page without an origin', { host, origin: 'null' }],
    ['another port', { host, origin: 'http://localhost:9999' }],
  ])('refuses %s', (_name, headers) => {
    expect(() => assertSameOrigin(headers)).toThrow(expect.objectContaining({ code: 'CROSS_SITE_REQUEST' }));
  });
});
