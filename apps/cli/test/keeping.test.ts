import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  answerOf,
  type GatewayProcess,
  startGateway,
  startStub,
  temporaryFolder,
  weighbridge,
} from './processes.ts';

const MINUTE = { timeout: 60_000 };

let folder: ReturnType<typeof temporaryFolder>;
let gateway: GatewayProcess | undefined;

beforeEach(async () => {
  folder = temporaryFolder('keeping');
  gateway = await startGateway(folder.path, { WEIGHBRIDGE_LOG_LEVEL: 'error' });
});

afterEach(async () => {
  await gateway?.stop('SIGKILL');
  gateway = undefined;
  folder.remove();
});

const run = (...args: string[]) => weighbridge(args, { cwd: folder.path }).done;

async function json<T = Record<string, unknown>>(...args: string[]): Promise<T> {
  return answerOf(await run(...args, '--json'));
}

const refusal = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stderr).error;

interface Checks {
  ok: boolean;
  checks: { name: string; status: string; message: string; hint: string | null }[];
}

test('backup and doctor work with the gateway and without one', MINUTE, async () => {
  const budget = ['budgets', 'set', '--scope', 'global', '--window', 'day', '--limit-usd', '1'];
  await json(...budget);
  const online = await json('backup', 'online.db', '--with-cache');
  expect(online).toMatchObject({
    file: join(folder.path, 'online.db'),
    cacheFile: join(folder.path, 'online.cache.db'),
    integrity: { ok: true },
    keepAlso: expect.stringContaining('secret.key'),
  });
  expect(statSync(join(folder.path, 'online.db')).size).toBe(online.bytes);
  expect(await refusal('backup', 'online.db')).toMatchObject({ code: 'BACKUP_EXISTS' });
  expect(await json('retention', 'set', '--days', '90')).toEqual({ days: 90, detailsFrom: null });
  expect(await refusal('retention', 'set', '--days', '3')).toMatchObject({ code: 'USAGE' });
  expect(await json('retention', 'set', '--forever')).toEqual(await json('retention'));
  const running = await json<Checks>('doctor');
  expect(running.checks.find(({ name }) => name === 'ledger check')).toMatchObject({ status: 'ok' });

  await gateway?.stop();
  const offline = await json('backup', 'offline.db');
  expect(offline).toMatchObject({ cacheFile: null, entries: online.entries, integrity: { ok: true } });
  const said = await run('backup', 'told.db');
  expect(said).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/is sound\.\nKeep also .*secret\.key/),
  });

  const db = new Database(join(folder.path, '.weighbridge/weighbridge.db'));
  db.pragma('ignore_check_constraints = ON');
  db.exec('UPDATE budgets SET limit_nano_usd = 0.5');
  db.close();
  const { code, stdout } = await run('doctor', '--full', '--json');
  const found: Checks = JSON.parse(stdout);
  expect({ code, ok: found.ok }).toEqual({ code: 1, ok: false });
  expect(found.checks.filter(({ status }) => status === 'fail')).toMatchObject([
    { name: 'ledger check: amounts', message: expect.stringContaining('budgets.limit_nano_usd in 1 rows') },
  ]);
  expect((await run('backup', 'unsound.db')).code).toBe(1);
  expect(existsSync(join(folder.path, 'unsound.db'))).toBe(true);
});

test('a restored ledger stops its budgets until somebody says what was billed', MINUTE, async () => {
  await gateway?.stop();
  const stub = await startStub(folder.path);
  const real = {
    WEIGHBRIDGE_LOG_LEVEL: 'error',
    WEIGHBRIDGE_MODE: 'real',
    OPENAI_API_KEY: 'sk-of-the-stub',
    OPENAI_BASE_URL: stub.baseUrl,
  };
  try {
    rmSync(join(folder.path, '.weighbridge'), { recursive: true });
    gateway = await startGateway(folder.path, real);
    await json('budgets', 'set', '--scope', 'global', '--window', 'total', '--limit-usd', '1');
    expect(await json('ledger', 'gaps')).toEqual([]);
    await json('backup', 'monday.db');
    await json('providers', 'test', 'openai', '--deep');
    expect(await refusal('restore', 'monday.db')).toMatchObject({ code: 'DATA_DIR_LOCKED' });
    await gateway.stop();

    const report = await json<{ gap: { id: string; from: string; to: string }; replaced: string }>(
      'restore',
      'monday.db',
    );
    expect(existsSync(report.replaced)).toBe(true);
    const { gap } = report;
    gateway = await startGateway(folder.path, real);
    expect(gateway.started.openGaps).toEqual([{ id: gap.id, from: gap.from, to: gap.to }]);
    expect(gateway.running.stderr()).toContain(`ledger gaps close ${gap.id}`);
    expect(await json<unknown[]>('ledger', 'gaps')).toMatchObject([
      { ...gap, closedAt: null, billed: null, stops: [{ scope: 'global', window: 'total' }] },
    ]);
    const { checks } = JSON.parse((await run('doctor', '--json')).stdout) as Checks;
    expect(checks.find(({ name }) => name === 'ledger gap')).toMatchObject({ status: 'fail' });
    expect(await refusal('providers', 'test', 'openai', '--deep')).toMatchObject({ code: 'LEDGER_GAP' });
    const close = ['ledger', 'gaps', 'close', gap.id];
    expect(await refusal(...close)).toMatchObject({ code: 'USAGE' });
    expect(await refusal(...close, '--billed-usd', 'much')).toMatchObject({ code: 'INVALID_AMOUNT' });
    expect(await json(...close, '--billed-usd', '0.25', '--reason', 'the bill')).toMatchObject({
      billedNanoUsd: '250000000',
      stops: [],
    });
    expect(await json('providers', 'test', 'openai', '--deep')).toMatchObject({ ok: true });
    const [budget] = await json<Record<string, string>[]>('budgets', 'list');
    expect(BigInt(budget!.settledNanoUsd!)).toBeGreaterThan(250_000_000n);
  } finally {
    await stub.stop();
  }
});
