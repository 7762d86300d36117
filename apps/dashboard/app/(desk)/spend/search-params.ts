import {
  createLoader,
  type inferParserType,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';
import type { KINDS } from '@/lib/spend/attempts.ts';
import { DIMENSIONS } from '@/lib/spend/filter.ts';
import { RANGES } from '@/lib/spend/range.ts';

const STATES = ['held', 'settled', 'released', 'uncertain'] as const;
const KIND_CHOICES = [
  'attempt',
  'free',
  'recalled',
  'coalesced',
  'deduplicated',
  'truncated',
  'adjustment',
] as const satisfies typeof KINDS;

/**
 * Everything that decides what the page shows stands in its address. `range`, `from`, `to`: when; then what every sum is
 * narrowed by; `by`: how it is broken down; then what only the ledger's lines are narrowed by; `after`: its page;
 * `follow`: the correlation id whose story is open.
 */
export const spendParams = {
  range: parseAsStringLiteral(RANGES).withDefault('7d'),
  from: parseAsString,
  to: parseAsString,
  project: parseAsString,
  provider: parseAsString,
  model: parseAsString,
  key: parseAsString,
  tag: parseAsString,
  by: parseAsStringLiteral(DIMENSIONS).withDefault('model'),
  all: parseAsStringLiteral(['1'] as const),
  kind: parseAsStringLiteral(KIND_CHOICES),
  state: parseAsStringLiteral(STATES),
  error: parseAsString,
  correlation: parseAsString,
  request: parseAsString,
  after: parseAsInteger,
  follow: parseAsString,
};

export type SpendParams = inferParserType<typeof spendParams>;

export const loadSpendParams = createLoader(spendParams);
