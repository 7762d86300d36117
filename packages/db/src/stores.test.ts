import { afterAll, describe } from 'vitest';
import { adminContract } from '../test/contract/admin.ts';
import { alertContract } from '../test/contract/alerts.ts';
import { answerContract } from '../test/contract/answers.ts';
import { billContract } from '../test/contract/bills.ts';
import { budgetContract } from '../test/contract/budgets.ts';
import { catalogueContract } from '../test/contract/catalogue.ts';
import { ledgerContract } from '../test/contract/ledger.ts';
import { qualityContract } from '../test/contract/quality.ts';
import { rateLimitContract } from '../test/contract/rate-limits.ts';
import { recallContract } from '../test/contract/recall.ts';
import { spendContract } from '../test/contract/spend.ts';
import { uncertainContract } from '../test/contract/uncertain.ts';
import { webhookContract } from '../test/contract/webhooks.ts';
import { type TemporaryStores, temporaryStores } from './testing/index.ts';

describe.each([
  { host: 'in the calling thread, alone with its directory', threads: false, alone: true },
  { host: 'in worker threads', threads: true, alone: false },
])('stores $host', ({ threads, alone }) => {
  let shared: Promise<TemporaryStores> | undefined;
  const open = async () => {
    shared ??= temporaryStores({
      threads,
      alone,
      cacheMaxBytes: 60_000,
      freeCacheMaxBytes: 60_000,
      answersMaxBytes: 10_000,
    });
    const { stores, clock } = await shared;
    return { stores, clock, close: async () => {} };
  };
  afterAll(async () => (await shared)?.close());

  describe('ledger', () => ledgerContract(open));
  describe('budgets', () => budgetContract(open));
  describe('catalogue', () => catalogueContract(open));
  describe('bills', () => billContract(open));
  describe('spend', () => spendContract(open));
  describe('administration', () => adminContract(open));
  describe('quality', () => qualityContract(open));
  describe('rate limits', () => rateLimitContract(open));
  describe('recall', () => recallContract(open));
  describe('answers', () => answerContract(open));
  describe('uncertain', () => uncertainContract(open));
  describe('alerts', () => alertContract(open));
  describe('webhooks', () => webhookContract(open));
});
