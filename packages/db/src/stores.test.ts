import { describe } from 'vitest';
import { adminContract } from '../test/contract/admin.ts';
import { budgetContract } from '../test/contract/budgets.ts';
import { ledgerContract } from '../test/contract/ledger.ts';
import { qualityContract } from '../test/contract/quality.ts';
import { recallContract } from '../test/contract/recall.ts';
import { spendContract } from '../test/contract/spend.ts';
import { temporaryStores } from './testing/index.ts';

describe.each([
  { host: 'in the calling thread', threads: false },
  { host: 'in worker threads', threads: true },
])('stores $host', ({ threads }) => {
  const open = () => temporaryStores({ threads });
  describe('ledger', () => ledgerContract(open));
  describe('budgets', () => budgetContract(open));
  describe('spend', () => spendContract(open));
  describe('administration', () => adminContract(open));
  describe('quality', () => qualityContract(open));
  const small = { cacheMaxBytes: 60_000, freeCacheMaxBytes: 60_000 };
  describe('recall', () => recallContract(() => temporaryStores({ threads, ...small })));
});
