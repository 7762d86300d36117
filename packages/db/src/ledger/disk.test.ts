import { join } from 'node:path';
import type { HoldRequest } from '@weighbridge/embeddings/domain';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertBooksBalance } from '../../test/bookkeeping.ts';
import { settled } from '../../test/outcomes.ts';
import { aRequest } from '../../test/processes/requests.ts';
import { startLimited } from '../../test/processes/spawn.ts';
import { type Connection, connectWriter } from '../files/connection.ts';
import { type WriterOperations, writerOperations, writerUnavailable } from '../services/writer.ts';
import { type TemporaryStores, temporaryStores } from '../testing/index.ts';
import { LocalCaller } from '../threads/local-caller.ts';
import { inGroups } from '../threads/service.ts';

const CONFINED = new URL('../../test/processes/confined.ts', import.meta.url);
const NOW = Date.UTC(2026, 0, 15, 12);

describe('a disk that fails', { timeout: 30_000 }, () => {
  let opened: TemporaryStores;
  let file: string;
  let connection: Connection;
  let writer: LocalCaller<WriterOperations>;

  beforeEach(async () => {
    opened = await temporaryStores();
    file = join(opened.dataDir, 'weighbridge.db');
    const stamp = { at: NOW, actor: 'admin', reason: null, correlationId: null };
    const budget = { scope: 'global', window: 'day', timeZone: 'UTC', resetTime: '00:00' } as const;
    await opened.stores.budgets.create(
      { id: 'b', ...budget, limitNanoUsd: 1_000_000n, createdAt: NOW },
      stamp,
    );
    connection = connectWriter(file);
    const close = () => {
      connection.close();
    };
    writer = new LocalCaller(
      inGroups(connection, writerOperations(connection, 'full'), writerUnavailable, close),
      writerUnavailable,
    );
  });

  afterEach(async () => {
    await writer.close();
    await opened.close();
  });

  /** Lets the database grow by so many pages and no further. */
  const fillTo = (pages: number) => {
    const count = Number(connection.pragma('page_count', { simple: true }));
    connection.pragma(`max_page_count = ${count + pages}`);
  };
  const call = (name: string, attempts: number): HoldRequest[] =>
    Array.from({ length: attempts }, (_, batch) => aRequest(`${name}_${batch}`, 10n, { batch }));
  const held = async () => (await opened.stores.budgets.list(NOW))[0]!.heldNanoUsd;

  it('refuses holds when it is full, holds nothing of what it refused, and goes on when there is room', async () => {
    await writer.call('hold', call('before', 50), NOW);
    fillTo(4);
    await expect(writer.call('hold', call('large', 400), NOW)).rejects.toMatchObject({
      name: 'LedgerUnavailableError',
      code: 'LEDGER_UNAVAILABLE',
      retryable: true,
      facts: { reason: 'the disk is full, SQLITE_FULL' },
    });
    expect(await held()).toBe(500n);
    assertBooksBalance(file);
    fillTo(10_000);
    await writer.call('hold', call('large', 400), NOW);
    expect(await held()).toBe(4_500n);
    assertBooksBalance(file);
  });

  it('settles what shares a transaction with a hold that does not fit', async () => {
    const first = call('first', 20);
    await writer.call('hold', first, NOW);
    fillTo(3);
    const asked = [
      writer.call(
        'closeAttempts',
        first.map(({ id }) => settled(id, 9n)),
        NOW,
      ),
      writer.call('hold', call('large', 400), NOW),
      writer.call('hold', call('small', 1), NOW),
      writer.call(
        'hold',
        call('dear', 1).map((request) => ({ ...request, nanoUsd: 2_000_000n })),
        NOW,
      ),
    ];
    const results = await Promise.allSettled(asked);
    expect(results.map((result) => (result.status === 'rejected' ? result.reason.code : 'done'))).toEqual([
      'done',
      'LEDGER_UNAVAILABLE',
      'done',
      'BUDGET_EXCEEDED',
    ]);
    const [status] = await opened.stores.budgets.list(NOW);
    expect(status).toMatchObject({ settledNanoUsd: 180n, heldNanoUsd: 10n });
    assertBooksBalance(file);
  });

  it('refuses when the write itself fails, and the file is sound afterwards', async () => {
    await opened.stores.close();
    // SIGXFSZ ignored, a write beyond the limit fails as one to a bad disk does.
    const child = startLimited("trap '' XFSZ; ulimit -f 2000", CONFINED, [opened.dataDir]);
    expect(await child.ended).toBe(0);
    const [refusal] = child.lines.filter((line) => line.startsWith('refused '));
    expect(JSON.parse(refusal!.slice(8))).toMatchObject({
      code: 'LEDGER_UNAVAILABLE',
      facts: { reason: expect.stringMatching(/SQLITE_(IOERR|FULL)/) },
    });
    const answered = child.lines.filter((line) => line.startsWith('held ')).length;
    expect(answered).toBeGreaterThan(0);
    const { recovered } = await opened.reopen();
    expect(recovered.uncertain).toBe(answered * 100);
    assertBooksBalance(file);
  });

  it('answers STORAGE_UNAVAILABLE for what is not the ledger', async () => {
    fillTo(0);
    const filling = async () => {
      for (let index = 0; index < 200; index += 1) {
        await writer.call('setValue', `name ${index}`, 'x'.repeat(2_000));
      }
    };
    await expect(filling()).rejects.toMatchObject({ name: 'StorageError', code: 'STORAGE_UNAVAILABLE' });
  });
});
