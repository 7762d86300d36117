import { expect, it } from 'vitest';
import { spendHref, spendHrefOfFacts } from './scope.ts';

it.each([
  [{ scope: 'global', window: 'day' }, '/spend?range=24h'],
  [{ scope: 'project:search', window: 'month' }, '/spend?range=30d&project=search'],
  [{ scope: 'tag:team:search', window: 'week' }, '/spend?range=7d&tag=team%3Asearch'],
] as const)('leads from %o to its spend', (budget, href) => {
  expect(spendHref(budget)).toBe(href);
  expect(spendHrefOfFacts({ budget: { ...budget, id: 'bud_1' } })).toBe(href);
});

it.each([{}, { budget: null }, { budget: { scope: 'global', window: 'year' } }])(
  'leads nowhere from %o',
  (facts) => expect(spendHrefOfFacts(facts)).toBeNull(),
);
