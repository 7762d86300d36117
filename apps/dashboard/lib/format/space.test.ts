import { describe, expect, it } from 'vitest';
import { scopeName, spaceParts } from './space.ts';

describe('spaceParts', () => {
  it('reads what the gateway writes', () => {
    expect(spaceParts('openai/text-embedding-3-small/1536')).toEqual({
      endpoint: 'openai',
      model: 'text-embedding-3-small',
      dimensions: '1536',
    });
    expect(spaceParts('host:8080%2Fapi%252F/org%2Fm/384')).toEqual({
      endpoint: 'host:8080/api%2F',
      model: 'org/m',
      dimensions: '384',
    });
  });
  it.each(['', 'openai', 'a/b', 'a/b/1/2', '/b/1'])('answers null for "%s"', (space) =>
    expect(spaceParts(space)).toBeNull(),
  );
});

describe('scopeName', () => {
  it.each([
    ['global', 'Everything'],
    ['project:search-team', 'Project search-team'],
    ['model:text-embedding-3-small', 'Model text-embedding-3-small'],
    ['odd', 'odd'],
  ])('%s reads %s', (scope, text) => expect(scopeName(scope)).toBe(text));
});
