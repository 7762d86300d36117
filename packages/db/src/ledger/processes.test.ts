import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BudgetStatus } from '@weighbridge/embeddings/domain';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { assertBooksBalance } from '../../test/bookkeeping.ts';
import { type Child, startScript } from '../../test/processes/spawn.ts';
import { type TemporaryStores, temporaryStores } from '../testing/index.ts';

const HAMMER = new URL('../../test/processes/hammer.ts', import.meta.url);
const HOLDER = new URL('../../test/processes/holder.ts', import.meta.url);
const BULK = new URL('../../test/processes/bulk.ts', import.meta.url);
const LIMIT = 3_000n;

describe('several processes on one ledger', { timeout: 60_000 }, () => {
  let opened: TemporaryStores;
  let children: Child[];

  beforeEach(async () => {
    opened = await temporaryStores({ at: Date.now() });
    children = [];
    await opened.stores.budgets.create(
      {
        id: 'b',
        scope: 'global',
        window: 'total',
        timeZone: 'UTC',
        resetTime: '00:00',
        limitNanoUsd: LIMIT,
        createdAt: 0,
      },
      { at: 0, actor: 'admin', reason: null, correlationId: null },
    );
  });

  afterEach(async () => {
    for (const child of children) await child.kill();
    await opened.close();
  });

  const start = (script: URL, ...args: string[]) => {
    const child = startScript(script, [opened.dataDir, ...args]);
    children.push(child);
    return child;
  };

  it('never overshoots and forgets nothing, when one is killed and the others go on', async () => {
    const names = ['a', 'b', 'c'];
    const [killed, ...others] = names.map((name) => start(HAMMER, name));
    await Promise.all(children.map((child) => child.line((line) => line === 'open')));
    const go = (name: string) => writeFileSync(join(opened.dataDir, `go-${name}`), '');
    go('a');
    await killed!.line((_, lines) => lines.length > 20);
    go('b');
    go('c');
    await Promise.all(others.map((other) => other.line((line) => line !== 'open')));
    await killed!.kill();
    expect(await Promise.all(others.map(({ ended }) => ended))).toEqual([0, 0]);
    const before = used(await statusOf(opened));
    expect(before).toBe(LIMIT);

    const inFlight = statesOf(opened, 'held');
    const { recovered } = await opened.reopen();
    expect(recovered.uncertain).toBe(inFlight.size);
    expect(statesOf(opened, 'held').size).toBe(0);
    expect(used(await statusOf(opened))).toBe(before);
    assertBooksBalance(join(opened.dataDir, 'weighbridge.db'));

    // What a process was told is in the ledger, to its last word.
    for (const state of ['settled', 'released']) {
      const kept = statesOf(opened, state);
      for (const line of said(children, state)) expect(kept).toContain(line);
    }
    const all = statesOf(opened);
    for (const id of said(children, 'held')) expect(all).toContain(id);
  });

  it('calls holds uncertain only when their own process is dead', async () => {
    const [one, two] = [start(HOLDER, 'one'), start(HOLDER, 'two')];
    await Promise.all([one.line((line) => line === 'held'), two.line((line) => line === 'held')]);
    expect((await opened.reopen()).recovered).toEqual({ uncertain: 0 });
    await one.kill();
    expect((await opened.reopen({ recover: false })).recovered).toEqual({ uncertain: 0 });
    expect((await opened.reopen()).recovered).toEqual({ uncertain: 1 });
    expect(statesOf(opened, 'uncertain')).toEqual(new Set(['one']));
    expect(statesOf(opened, 'held')).toEqual(new Set(['two']));
    expect(await statusOf(opened)).toMatchObject({ heldNanoUsd: 5n, uncertainNanoUsd: 5n });
    const { items } = await opened.stores.spend.lines({ after: 0, limit: 9, state: 'uncertain' });
    expect(items).toMatchObject([{ id: 'one', errorCode: 'CRASHED', durationMs: null }]);
    expect((await opened.reopen()).recovered).toEqual({ uncertain: 0 });
  });

  it('leaves whole calls or none when killed in the middle of a transaction', async () => {
    const { budgets } = opened.stores;
    const stamp = { at: 0, actor: 'admin', reason: null, correlationId: null };
    await budgets.update('b', { limitNanoUsd: 10_000_000n }, stamp);
    for (let round = 0; round < 3; round += 1) {
      const child = start(BULK);
      await child.line((line) => line === `asking call_${3 + round}`);
      await child.kill();
      const answered = said([child], 'held').length;
      await opened.reopen();
      const calls = callSizes(opened);
      expect(calls.every(({ attempts }) => attempts === 2_000)).toBe(true);
      expect(calls.length).toBeGreaterThanOrEqual(answered);
      assertBooksBalance(join(opened.dataDir, 'weighbridge.db'));
      clear(opened);
    }
  });
});

function said(children: readonly Child[], word: string): string[] {
  return children.flatMap(({ lines }) =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1)),
  );
}

function used(status: BudgetStatus): bigint {
  return status.settledNanoUsd + status.heldNanoUsd + status.uncertainNanoUsd;
}

async function statusOf(opened: TemporaryStores): Promise<BudgetStatus> {
  const [status] = await opened.stores.budgets.list(opened.clock.now());
  return status!;
}

function reading<T>(opened: TemporaryStores, work: (db: Database.Database) => T): T {
  const db = new Database(join(opened.dataDir, 'weighbridge.db'));
  try {
    return work(db);
  } finally {
    db.close();
  }
}

function statesOf(opened: TemporaryStores, state?: string): Set<string> {
  return reading(opened, (db) => {
    const ids = db.prepare<[string | null, string | null], string>(
      'SELECT id FROM entries WHERE ? IS NULL OR state = ?',
    );
    return new Set(ids.pluck().all(state ?? null, state ?? null));
  });
}

function callSizes(opened: TemporaryStores): { attempts: number }[] {
  const query = 'SELECT count(*) AS attempts FROM entries GROUP BY call_id';
  return reading(opened, (db) => db.prepare<[], { attempts: number }>(query).all());
}

/** Empties the ledger, so that the next round may use the same ids. */
function clear(opened: TemporaryStores): void {
  reading(opened, (db) => {
    for (const table of ['entry_budgets', 'budget_windows', 'spend_sums', 'entries']) {
      db.exec(`DELETE FROM ${table}`);
    }
  });
}
