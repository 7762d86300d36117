import { describe, expect, it } from 'vitest';
import { exportHref, readSearch, sumQuery } from './filter.ts';

const NOTHING = {
  project: null,
  provider: null,
  model: null,
  key: null,
  tag: null,
  kind: null,
  state: null,
  error: null,
  correlation: null,
  request: null,
};
const SPAN = {
  from: '2026-03-01T00:00:00.000Z',
  to: '2026-03-02T00:00:00.000Z',
  granularity: 'hour',
} as const;

describe('filters', () => {
  it('leave out what is not set', () => {
    expect(sumQuery(NOTHING)).toEqual({});
    expect(sumQuery({ ...NOTHING, key: 'key_1', tag: 'a' })).toEqual({ keyId: 'key_1', tag: 'a' });
  });

  it('stand in the address of an export, all of them and nothing else', () => {
    const filter = { ...NOTHING, model: 'm', key: 'key_1', tag: 'a&b=c', state: 'held', request: 'call_1' };
    const url = new URL(exportHref('csv', SPAN, filter), 'http://x');
    expect(url.pathname).toBe('/api/export/ledger');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      format: 'csv',
      order: 'newest',
      from: SPAN.from,
      to: SPAN.to,
      model: 'm',
      keyId: 'key_1',
      tag: 'a&b=c',
      state: 'held',
      requestId: 'call_1',
    });
  });
});

describe('the search field', () => {
  it.each([
    ['call_0af3', { request: 'call_0af3' }],
    [' PROVIDER_TIMEOUT ', { error: 'PROVIDER_TIMEOUT' }],
    ['job-7', { correlation: 'job-7' }],
  ])('reads %s', (text, expected) => expect(readSearch(text)).toMatchObject(expected));

  it('reads nothing as nothing', () => expect(readSearch('  ')).toBeNull());
});
