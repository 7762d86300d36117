import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonLines } from './corpus.ts';
import { answerOf, type GatewayProcess, startGateway, temporaryFolder, weighbridge } from './processes.ts';

const MINUTE = { timeout: 60_000 };
const folder = temporaryFolder('admin');
const cwd = folder.path;
let gateway: GatewayProcess;

beforeAll(async () => {
  gateway = await startGateway(cwd, { WEIGHBRIDGE_LOG_LEVEL: 'error' });
  writeFileSync(join(cwd, 'page.md'), '# Scales\n\nTrucks are weighed before they pay.\n');
}, 60_000);

afterAll(async () => {
  await gateway?.stop('SIGKILL');
  folder.remove();
});

const run = (args: string[], input = '', env: Record<string, string> = {}) =>
  weighbridge(args, { cwd, input, env }).done;

async function json<T = Record<string, unknown>>(...args: string[]): Promise<T> {
  return answerOf(await run([...args, '--json']));
}

async function refusal(...args: string[]): Promise<{ code: number | null; error: Record<string, unknown> }> {
  const { code, stdout, stderr } = await run([...args, '--json']);
  expect(stdout).toBe('');
  return { code, error: JSON.parse(stderr).error };
}

test('the mode is shown, switched with a reason, and refused where it cannot answer', MINUTE, async () => {
  expect(await json('mode')).toMatchObject({ mode: 'mock', provider: 'mock' });
  expect(await refusal('mode', 'real')).toMatchObject({
    code: 1,
    error: { code: 'PROVIDER_NOT_CONFIGURED', facts: { provider: 'openai' } },
  });
  expect(await refusal('mode', 'fast')).toMatchObject({ code: 2, error: { code: 'USAGE' } });
  const { code, stdout } = await run(
    ['providers', 'set', 'openai', '--api-key-stdin', '--json'],
    'sk-given-by-stdin-7890\n',
  );
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    id: 'openai',
    configured: true,
    keyLast4: '7890',
    keySource: 'stored',
  });
  expect(stdout).not.toContain('given-by-stdin');
  expect(await json('mode', 'real', '--reason', 'trying it')).toMatchObject({
    mode: 'real',
    previous: 'mock',
    changed: true,
  });
  expect(await json('mode', 'mock')).toMatchObject({ mode: 'mock', previous: 'real' });
  const audit = await json<Record<string, unknown>[]>('audit', '--action', 'mode.set');
  expect(audit).toMatchObject([
    { actor: 'cli', from: 'real', to: 'mock', reason: null },
    { actor: 'cli', from: 'mock', to: 'real', reason: 'trying it' },
  ]);
});

test('what is uncertain is listed, and resolving something else is refused', MINUTE, async () => {
  expect(await json('ledger', 'uncertain')).toEqual([]);
  expect(await refusal('ledger', 'resolve', 'att_none')).toMatchObject({ code: 2, error: { code: 'USAGE' } });
  expect(await refusal('ledger', 'resolve', '--billed')).toMatchObject({ code: 2, error: { code: 'USAGE' } });
  expect(await json('ledger', 'resolve', '--all', '--not-billed')).toMatchObject({
    attempts: 0,
    nanoUsd: '0',
  });
  expect(await refusal('ledger', 'resolve', 'att_a', 'att_b', '--billed')).toMatchObject({
    code: 1,
    error: { code: 'NOT_FOUND' },
  });
  expect(await refusal('ledger', 'resolve', 'att_none', '--billed')).toMatchObject({
    code: 1,
    error: { code: 'NOT_FOUND' },
  });
});

test('a budget is created, then changed; its JSON is the one that scripts rely on', MINUTE, async () => {
  expect(await json('budgets', 'list')).toEqual([]);
  const set = ['budgets', 'set', '--scope', 'global', '--window', 'day'];
  const created = await json(...set, '--limit-usd', '0.50', '--time-zone', 'Europe/Stockholm');
  const changed = await json(...set, '--limit-usd', '0.75');
  expect(changed.id).toBe(created.id);
  expect(await json('budgets', 'list')).toEqual([
    expect.objectContaining({
      id: created.id,
      scope: 'global',
      window: 'day',
      timeZone: 'Europe/Stockholm',
      windowStart: expect.stringMatching(/T2[23]:00:00\.000Z$/),
      resetsAt: expect.stringMatching(/T2[23]:00:00\.000Z$/),
      limitNanoUsd: '750000000',
      settledNanoUsd: '0',
      heldNanoUsd: '0',
      uncertainNanoUsd: '0',
    }),
  ]);
  expect(await refusal(...set, '--limit-usd', '1', '--time-zone', 'UTC')).toMatchObject({
    code: 1,
    error: { code: 'BUDGET_EXISTS', facts: { id: created.id } },
  });
  const named = ['budgets', 'set', '--scope', 'project:Default', '--window', 'total', '--limit-usd'];
  const ofProject = await json(...named, '1');
  expect(await json(...named, '2')).toMatchObject({
    id: ofProject.id,
    scope: 'project:default',
    limitNanoUsd: '2000000000',
  });
  await json('budgets', 'remove', String(ofProject.id));
  for (const limit of ['0', '-1', 'much']) {
    expect(await refusal(...set, `--limit-usd=${limit}`)).toMatchObject({ code: 1 });
  }
  expect(await refusal(...set)).toMatchObject({ code: 2, error: { code: 'USAGE' } });
  expect(await json('budgets', 'remove', String(created.id))).toEqual({ id: created.id, removed: true });
  expect(await json('budgets', 'list')).toEqual([]);
});

test('a rate limit is set, changed under its id, listed and removed', MINUTE, async () => {
  expect(await json('rate-limits', 'list')).toEqual([]);
  const set = [
    'rate-limits',
    'set',
    '--scope',
    'project:Default',
    '--metric',
    'requests',
    '--period',
    'hour',
  ];
  const created = await json(...set, '--limit', '1000');
  expect(created).toMatchObject({
    scope: 'project:default',
    metric: 'requests',
    period: 'hour',
    limit: 1000,
    createdAt: expect.any(String),
  });
  const id = String(created.id);
  expect(await json(...set, '--limit', '500', '--reason', 'a loop')).toEqual({ ...created, limit: 500 });
  expect(await json('rate-limits')).toMatchObject([{ ...created, limit: 500, used: 0, waitMs: 0 }]);
  expect((await run(['rate-limits', 'list'])).stdout).toMatch(/project:default +500 +requests +hour/);
  for (const limit of ['0', '-1', '1.5', '1e3', 'many']) {
    expect(await refusal(...set, `--limit=${limit}`)).toMatchObject({ code: 2, error: { code: 'USAGE' } });
  }
  expect(await refusal(...set, '--limit', '1', '--scope', 'provider:openai')).toMatchObject({
    code: 1,
    error: { code: 'INVALID_REQUEST' },
  });
  expect(await json('rate-limits', 'remove', id)).toEqual({ id, removed: true });
  expect(await refusal('rate-limits', 'remove', id)).toMatchObject({ code: 1, error: { code: 'NOT_FOUND' } });
  const audit = await json<Record<string, unknown>[]>('audit', '--action', 'rate_limit.set');
  expect(audit).toMatchObject([
    { target: id, reason: 'a loop' },
    { target: id, from: null },
  ]);
});

test('a key embeds for its project, and no longer when it is revoked', MINUTE, async () => {
  const project = await json('projects', 'create', 'Search team', '--no-split');
  expect(project).toMatchObject({ id: 'search-team', splitLargeCalls: false });
  expect(await json<{ id: string }[]>('projects', 'list')).toContainEqual(project);
  const { key, id } = await json('keys', 'create', 'pipeline', '--project', 'search-team');
  expect(key).toMatch(/^wb_/);
  const embed = ['embed', 'page.md', '--yes', '--json', '-o'];
  const withKey = await run([...embed, 'by-key.jsonl'], '', { WEIGHBRIDGE_KEY: String(key) });
  expect(JSON.parse(withKey.stdout)).toMatchObject({ embedded: 1, complete: true });
  const lines = (await run(['ledger', 'export', '--project', 'search-team'])).stdout.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { project: 'search-team', keyId: id, kind: 'free', inputs: 1, mode: 'mock' },
  ]);
  expect(await json('keys', 'revoke', String(id))).toMatchObject({ id, revokedAt: expect.any(String) });
  const revoked = await run([...embed, 'revoked.jsonl', '--key', String(key)]);
  expect(revoked.code).toBe(1);
  expect(JSON.parse(revoked.stderr.trim().split('\n').at(-1) ?? '').error.code).toBe('REVOKED_KEY');
  const listed = await run(['keys', 'list']);
  expect(listed.stdout).toContain('revoked');
  expect(listed.stdout).not.toContain(String(key));
});

test('the ledger is exported to a file, filtered, and spend agrees', MINUTE, async () => {
  expect(await json('ledger', 'export', '-o', 'ledger.jsonl')).toEqual({
    lines: 1,
    output: 'ledger.jsonl',
    cut: null,
  });
  expect(jsonLines(join(cwd, 'ledger.jsonl'))).toMatchObject([{ project: 'search-team' }]);
  expect((await run(['ledger', 'export', '--to', '2020-01-01', '--json'])).stdout).toBe('');
  expect((await run(['ledger', 'export', '--from', '2020-01-01'])).stdout.trim().split('\n')).toHaveLength(1);
  const csv = await json('ledger', 'export', '--format', 'csv', '--kind', 'free', '-o', 'ledger.csv');
  expect(csv).toEqual({ lines: 1, output: 'ledger.csv', cut: null });
  const [header, record] = readFileSync(join(cwd, 'ledger.csv'), 'utf8').split('\r\n');
  expect(header).toMatch(/^placed_at,closed_at,id,kind,/);
  expect(record).toContain(',free,settled,');
  expect((await run(['ledger', 'export', '--tag', 'nightly'])).stdout).toBe('');
  expect(await refusal('ledger', 'export', '--project', 'nope')).toMatchObject({
    code: 1,
    error: { code: 'NOT_FOUND' },
  });
  expect(await refusal('ledger', 'export', '-o', 'no/such/folder.csv')).toMatchObject({
    code: 1,
    error: { code: 'OUTPUT_UNWRITABLE' },
  });
  expect(existsSync(join(cwd, 'ledger.csv.part'))).toBe(false);
  expect(await refusal('ledger', 'export', '--format', 'xlsx')).toMatchObject({ code: 2 });
  expect(await refusal('ledger', 'export', '--from', 'yesterday')).toMatchObject({ code: 2 });
  expect(await refusal('ledger', 'export', '--state', 'open')).toMatchObject({ code: 2 });
  expect(await json('forecast', 'score', '--days', '7')).toMatchObject({ forecasts: 0, error: null });
  expect(await refusal('forecast', 'score', '--days', 'many')).toMatchObject({ code: 2 });
  expect(await json('spend')).toMatchObject({ today: { settledNanoUsd: '0', freeInputs: 1 }, empty: false });
});

test(
  'a file is searched with its own model, and with dimensions only where they may be named',
  MINUTE,
  async () => {
    for (const [file, ...asked] of [
      ['ada.jsonl', '--model', 'text-embedding-ada-002'],
      ['short.jsonl', '--dimensions', '64'],
    ] as const) {
      await run(['embed', 'page.md', '--yes', '-o', file, ...asked, '--json']);
      expect(await json('search', 'scales', '--in', file)).toMatchObject({
        results: [{ documentId: 'page.md', score: expect.any(Number) }],
      });
    }
  },
);

test('doctor finds a running gateway healthy', MINUTE, async () => {
  const { ok, checks } = await json<{ ok: boolean; checks: { name: string; status: string }[] }>('doctor');
  expect(ok).toBe(true);
  const named = Object.fromEntries(checks.map((check) => [check.name, check.status]));
  expect(named).toMatchObject({
    node: 'ok',
    'data directory': 'ok',
    gateway: 'ok',
    database: 'ok',
    version: 'ok',
    mode: 'ok',
  });
});

test('doctor fails with what to do, and warns of a misspelt variable', MINUTE, async () => {
  const { code, stdout } = await run(['doctor', '--url', 'http://127.0.0.1:1', '--json'], '', {
    WEIGHBRIDGE_PROT: '4100',
    OPENAI_API_KEY: 'sk-very-secret',
  });
  expect(code).toBe(1);
  expect(stdout).not.toContain('very-secret');
  const { checks } = JSON.parse(stdout);
  expect(checks).toContainEqual(
    expect.objectContaining({ name: 'gateway', status: 'fail', hint: expect.stringContaining('address') }),
  );
  expect(checks).toContainEqual(
    expect.objectContaining({
      name: 'environment',
      status: 'warn',
      message: expect.stringContaining('WEIGHBRIDGE_PROT'),
    }),
  );
});

test(
  'the command line itself: help and version on stdout, misuse as JSON with exit code 2',
  MINUTE,
  async () => {
    expect(await run(['--version'])).toMatchObject({ code: 0, stdout: '0.1.0\n' });
    const help = await run(['embed', '--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('--chunk-tokens');
    for (const args of [
      [],
      ['nonsense'],
      ['embed'],
      ['budgets', 'set'],
      ['embed', 'page.md', '--no-such'],
      ['embed', 'page.md', '--yes', '-o', 'x.txt'],
    ]) {
      expect(await refusal(...args)).toMatchObject({ code: 2, error: { code: 'USAGE' } });
    }
  },
);

test('a bill is read in and set beside the ledger', MINUTE, async () => {
  const day = '2026-03-01';
  const csv = `date,model,input_tokens,num_model_requests\n${day},text-embedding-3-small,12,1\n`;
  writeFileSync(join(cwd, 'usage.csv'), csv);
  const report = await json<{ rows: unknown[] }>('reconcile', 'usage.csv');
  expect(report).toMatchObject({
    import: { format: 'usage_csv', unchanged: false },
    rows: [{ day, verdict: 'differs', bill: { tokens: 12 }, ledger: { tokens: 0 } }],
    totals: { differs: 1 },
  });
  const { stdout } = await run(['reconcile', 'usage.csv']);
  expect(stdout).toContain('had been imported before');
  expect(stdout).toContain('DIFFERS');
  expect((await json<{ rows: unknown[] }>('reconcile')).rows).toEqual(report.rows);
  expect(await refusal('reconcile', 'none.csv')).toMatchObject({ error: { code: 'FILE_UNREADABLE' } });
  writeFileSync(join(cwd, 'broken.json'), '{"data": [');
  expect(await refusal('reconcile', 'broken.json')).toMatchObject({ error: { code: 'INVALID_BILL' } });
});

test('prices and models are set, listed and removed', MINUTE, async () => {
  const price = await json('prices', 'set', 'text-embedding-3-large', '--usd-per-million', '0.13');
  expect(price).toMatchObject({ nanoUsdPerToken: '130', pricePerMillion: '$0.13', state: 'in_force' });
  expect(await json<unknown[]>('prices')).toContainEqual(price);
  expect(await json('prices', 'remove', String(price.id))).toEqual({ id: price.id, removed: true });
  const past = await refusal('prices', 'set', 'text-embedding-3-large', '--free', '--from', '2020-01-01');
  expect(past).toMatchObject({ code: 1, error: { code: 'INVALID_REQUEST', facts: { field: 'from' } } });
  const model = await json('models', 'define', 'voyage-3', '--dimensions', '1024');
  expect(model).toMatchObject({ custom: true, tokenizer: 'unknown', price: null, maxInputs: 2048 });
  expect(await refusal('models', 'define', 'voyage-3', '--dimensions', 'many')).toMatchObject({ code: 2 });
  expect(await json('prices', 'set', 'voyage-3', '--free')).toMatchObject({ free: true });
  expect((await run(['models'])).stdout).toContain('defined here');
  const voyage = ['page.md', '--model', 'voyage-3'];
  expect(await json('quote', ...voyage)).toMatchObject({ exact: false, model: 'voyage-3' });
  const { stdout: quoted } = await run(['quote', ...voyage]);
  expect(quoted).toMatch(/at most \d+ tokens to send[\s\S]*costs at most \$0\.00: how voyage-3 counts/);
  expect(await json('quote', 'page.md')).toMatchObject({ exact: true });
  expect((await run(['quote', 'page.md'])).stdout).not.toContain('at most');
  expect(await json('models', 'remove', 'voyage-3')).toEqual({ id: 'voyage-3', removed: true });
});

test('a project says what becomes of long texts, and a run may say otherwise', MINUTE, async () => {
  writeFileSync(join(cwd, 'long.md'), 'Weighed before it is paid for, and never twice.\n'.repeat(1200));
  const project = await json('projects', 'create', 'Long', '--too-long', 'truncate');
  expect(project).toMatchObject({ id: 'long', tooLong: 'truncate' });
  expect(await json('projects', 'update', 'long', '--too-long', 'split', '--no-split')).toMatchObject({
    tooLong: 'split',
    splitLargeCalls: false,
  });
  expect(await refusal('projects', 'update', 'long')).toMatchObject({ code: 2, error: { code: 'USAGE' } });
  expect(await refusal('projects', 'update', 'long', '--too-long', 'chop')).toMatchObject({ code: 2 });

  const whole = ['--chunk-tokens', '50000', '--chunk-overlap', '0'];
  expect(await refusal('embed', 'long.md', '--yes', ...whole)).toMatchObject({ code: 2 });
  const embed = async (way: string, output: string) => {
    const options = [...whole, '--too-long', way, '-o', output];
    const { code, stdout } = await run(['embed', 'long.md', '--yes', '--json', ...options]);
    expect(code).toBe(0);
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const split = await embed('split', 'split.jsonl');
  expect(split).toMatchObject({ chunks: 1, embedded: 1, splitChunks: 1, truncatedTokens: 0, complete: true });
  const truncated = await embed('truncate', 'truncated.jsonl');
  expect(truncated).toMatchObject({ embedded: 1, tokens: 8191, splitChunks: 0 });
  expect(Number(truncated.truncatedTokens)).toBe(Number(split.tokens) - 8191);
  writeFileSync(join(cwd, 'long.md'), 'Weighed twice before it is paid for.\n'.repeat(1200));
  const mixed = ['--yes', '--json', ...whole, '--too-long', 'truncate', '-o', 'split.jsonl'];
  const refused = await run(['embed', 'long.md', ...mixed]);
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.stderr.trim().split('\n').at(-1) ?? '').error).toMatchObject({
    code: 'TOO_LONG_MISMATCH',
    facts: { pinned: 'split', actual: 'truncate' },
  });
  expect(await embed('split', 'split.jsonl')).toMatchObject({ embedded: 1, complete: true });
  const quoted = await json('quote', 'long.md', ...whole, '--too-long', 'split');
  expect(quoted).toMatchObject({ chunks: 1, sendTokens: 0, tokens: expect.any(Number) });
});

test('the token is for this machine alone, and for its own gateway', MINUTE, async () => {
  const mode = statSync(join(cwd, '.weighbridge', 'cli.token')).mode & 0o777;
  expect(mode.toString(8)).toBe('600');
  const away = temporaryFolder('away');
  const { code, stderr } = await weighbridge(['mode', '--url', gateway.url], { cwd: away.path }).done;
  away.remove();
  expect({ code, token: stderr.includes('NOT_SIGNED_IN') }).toEqual({ code: 1, token: true });
  const stopped = await gateway.stop();
  expect(stopped.code).toBe(0);
  expect(() => readFileSync(join(cwd, '.weighbridge', 'cli.token'))).toThrow('ENOENT');
  expect(await refusal('mode', '--url', 'http://127.0.0.1:1')).toMatchObject({
    code: 4,
    error: { code: 'GATEWAY_UNREACHABLE' },
  });
});
