import { afterAll, expect } from 'vitest';
import { watchConnections } from './connections.ts';

// What a developer's shell holds must not reach the libraries.
for (const name of Object.keys(process.env)) {
  if (/^(OPENAI|LANG(CHAIN|SMITH))_/.test(name)) delete process.env[name];
}

const seen = watchConnections();

// The libraries are given a local base URL; none of them may speak to anybody else.
afterAll(() => {
  expect(seen.count).toBeGreaterThan(0);
  expect([...seen.others]).toEqual([]);
});
