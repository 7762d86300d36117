import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aRequest } from '../../test/processes/requests.ts';
import { startThreads } from '../hosts.ts';
import { openStoresOver } from '../open-stores.ts';
import { type TemporaryStores, temporaryStores } from '../testing/index.ts';

type Threads = Awaited<ReturnType<typeof startThreads>>;

describe('stores whose thread dies', { timeout: 30_000 }, () => {
  let base: TemporaryStores;
  let threads: Threads;
  let stores: TemporaryStores['stores'];

  beforeEach(async () => {
    base = await temporaryStores();
    const { dataDir, clock, newId } = base;
    stores = await openStoresOver(
      async (data) => {
        threads = await startThreads(data);
        return threads;
      },
      { dataDir, clock, newId },
    );
  }, 30_000);
  afterEach(async () => {
    await stores.close();
    await base.close();
  }, 30_000);

  it('reject what was asked and what is asked later, and never hang', async () => {
    const asked = Array.from({ length: 50 }, (_, index) => stores.ledger.hold([aRequest(`a${index}`, 1n)]));
    const mode = stores.settings.setValue('a', 'b');
    const results = Promise.allSettled([...asked, mode]);
    await threads.writer.terminate();
    for (const result of await results) {
      if (result.status === 'rejected') {
        expect(['LEDGER_UNAVAILABLE', 'STORAGE_UNAVAILABLE']).toContain(result.reason.code);
      }
    }
    await expect(stores.ledger.hold([aRequest('late', 1n)])).rejects.toMatchObject({
      name: 'LedgerUnavailableError',
      facts: { reason: expect.stringContaining('thread ended') },
    });
    await expect(stores.ledger.drained()).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    await expect(stores.settings.setValue('a', 'b')).rejects.toMatchObject({ name: 'StorageError' });
    await expect(stores.ping()).rejects.toMatchObject({ code: 'LEDGER_UNAVAILABLE' });
    // Reading goes on.
    expect(await stores.settings.mode()).toBe('mock');
    expect(await stores.budgets.list(0)).toEqual([]);
  });

  it('reject reads and recalls with STORAGE_UNAVAILABLE', async () => {
    const scope = { pool: 'p', space: 's', partition: 'paid' } as const;
    const keys = Array.from({ length: 10 }, (_, index) => new Uint8Array(32).fill(index + 1));
    const vector = Float32Array.of(1);
    await stores.recall.putMany(
      scope,
      keys.map((key) => ({ key, vector, tokens: 1 })),
    );
    await Promise.all([threads.reader.terminate(), threads.recall.terminate()]);
    const unavailable = { name: 'StorageError', code: 'STORAGE_UNAVAILABLE' };
    await expect(stores.budgets.list(0)).rejects.toMatchObject(unavailable);
    await expect(stores.recall.getMany(scope, keys)).rejects.toMatchObject(unavailable);
    await stores.ledger.hold([aRequest('still', 1n)]);
  });

  it('refuse what cannot be handed to a thread, and do what was asked beside it', async () => {
    const impossible = { ...aRequest('x', 1n), callId: (() => 'a function') as never };
    const results = await Promise.allSettled([
      stores.ledger.hold([aRequest('p', 1n)]),
      stores.ledger.hold([impossible]),
      stores.ledger.hold([aRequest('q', 1n)]),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('finish what was asked before close, and reject what is asked after', async () => {
    const asked = Array.from({ length: 600 }, (_, index) => stores.ledger.hold([aRequest(`b${index}`, 1n)]));
    const closing = stores.close();
    await expect(Promise.all(asked)).resolves.toHaveLength(600);
    await expect(stores.ledger.hold([aRequest('after', 1n)])).rejects.toMatchObject({
      code: 'LEDGER_UNAVAILABLE',
      facts: { reason: 'it is closed' },
    });
    await expect(stores.settings.mode()).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    await closing;
    const { heldNanoUsd } = await base.stores.spend.summary({ from: 0, to: base.clock.now() + 1 });
    expect(heldNanoUsd).toBe(600n);
  });

  it('put off what nobody waits for until the next call, in order, or for a moment', async () => {
    const done: string[] = [];
    const note = (name: string) => () => done.push(name);
    const settled = {
      tokens: 1,
      nanoUsd: 1n,
      usage: 'provider',
      providerRequestId: null,
      durationMs: 1,
    } as const;
    await stores.ledger.hold([aRequest('c1', 1n), aRequest('c2', 1n)]);
    const close = (id: string) =>
      stores.ledger.close([{ ...settled, id, state: 'settled', errorCode: null }], { soon: true });
    const first = close('c1').then(note('c1'));
    // Waiting for nothing but what came before it, this takes the other along.
    await stores.ledger.drained().then(note('drained'));
    expect(done).toEqual(['c1', 'drained']);
    const second = close('c2').then(note('c2'));
    await Promise.all([first, second]);
    const { settledNanoUsd } = await stores.spend.summary({ from: 0, to: base.clock.now() + 1 });
    expect(settledNanoUsd).toBe(2n);
  });

  it('finish what was put off before close', async () => {
    await stores.ledger.hold([aRequest('d1', 1n)]);
    const last = stores.ledger.close(
      [{ id: 'd1', state: 'released', providerRequestId: null, durationMs: 1, errorCode: 'X' }],
      { soon: true },
    );
    await stores.close();
    await last;
    const { heldNanoUsd } = await base.stores.spend.summary({ from: 0, to: base.clock.now() + 1 });
    expect(heldNanoUsd).toBe(0n);
  });

  it('say why they cannot be opened', async () => {
    const { dataDir, clock, newId } = base;
    const opening = openStoresOver((data) => startThreads({ ...data, reader: { path: '/nowhere/at/all' } }), {
      dataDir,
      clock,
      newId,
    });
    await expect(opening).rejects.toThrow();
  });
});
