import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@weighbridge/client';
import { type JournalSummary, readJournal, summarise } from '@weighbridge/openai-stub';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readToken } from '../src/gateway/place.ts';
import { addUnreadable, type Corpus, jsonLines, makeCorpus, UNREADABLE } from './corpus.ts';
import {
  type Finished,
  type GatewayProcess,
  type StubProcess,
  startGateway,
  startStub,
  temporaryFolder,
  until,
  weighbridge,
} from './processes.ts';

const MINUTE = { timeout: 60_000 };

const folder = temporaryFolder('embed');
const cwd = folder.path;
let corpus: Corpus;
let stub: StubProcess;
let gateway: GatewayProcess;

beforeAll(async () => {
  corpus = makeCorpus(join(cwd, 'corpus'));
  addUnreadable(join(cwd, 'corpus'));
  stub = await startStub(cwd);
  gateway = await startGateway(cwd, {
    OPENAI_API_KEY: 'sk-only-the-stub-knows-me',
    OPENAI_BASE_URL: stub.baseUrl,
    WEIGHBRIDGE_LOG_LEVEL: 'error',
  });
}, 60_000);

afterAll(async () => {
  await gateway?.stop('SIGKILL');
  await stub?.stop();
  folder.remove();
});

const start = (...args: string[]) => weighbridge(args, { cwd });
const run = (...args: string[]) => start(...args).done;

async function json(...args: string[]): Promise<Record<string, unknown>> {
  return parsed(await run(...args, '--json'), 0);
}

function parsed(finished: Finished, code: number): Record<string, unknown> {
  expect({ code: finished.code, stderr: finished.code === code ? '' : finished.stderr }).toEqual({
    code,
    stderr: '',
  });
  for (const line of finished.stderr.split('\n').filter(Boolean)) {
    expect(Object.keys(JSON.parse(line))).toEqual([
      expect.stringMatching(/^(error|warning|note|quote|progress)$/),
    ]);
  }
  return JSON.parse(finished.stdout) as Record<string, unknown>;
}

const journal = (): JournalSummary => summarise(readJournal(stub.journal));

async function bill(): Promise<{ tokens: number; nanoUsd: bigint }> {
  const { stdout } = await run('ledger', 'export');
  const lines = stdout.trim() === '' ? [] : stdout.trim().split('\n');
  let tokens = 0;
  let nanoUsd = 0n;
  for (const line of lines.map((text) => JSON.parse(text) as Record<string, string>)) {
    expect(line.state).toMatch(/settled|released/);
    nanoUsd += BigInt(line.settledNanoUsd ?? 0);
    // What the cache and the mock answered is on the ledger too, with its tokens; it was not billed.
    if (line.kind === 'attempt') tokens += Number(line.settledTokens);
    expect(line.correlationId).toMatch(/^(embed-[0-9a-f]{12}\.\d+|cor_.+)$/);
  }
  return { tokens, nanoUsd };
}

/** The ledger's own client, quicker than a process where a test must act in the middle of something. */
function setMode(mode: 'mock' | 'real') {
  const token = readToken(join(cwd, '.weighbridge')) ?? '';
  return createClient({ url: gateway.url, token }).trpc.providers.setMode.mutate({ mode });
}

/** Everything the stub is asked for waits there, already billed, until the gate opens. */
const closeGate = () => stub.steer('POST', 'gate', { at: 'after_billing' });
const openGate = () => stub.steer('DELETE', 'gate');
const held = async () => Number((await stub.steer('GET', 'stats')).held);

test('two megabytes of real text in mock mode: every chunk once, nothing paid', MINUTE, async () => {
  expect(corpus.bytes).toBeGreaterThan(2_000_000);
  expect(corpus.kinds).toHaveLength(6);
  const summary = await json('embed', 'corpus', '--yes', '-o', 'mock.jsonl');
  expect(summary).toMatchObject({
    failed: 0,
    resumed: 0,
    billedTokens: 0,
    costNanoUsd: '0',
    mode: 'mock',
    space: 'mock/text-embedding-3-small/1536',
    output: 'mock.jsonl',
    complete: true,
    stopped: null,
  });
  expect(Number(summary.documents) + Number(summary.skipped)).toBe(corpus.files + UNREADABLE);
  expect(Number(summary.skipped)).toBeGreaterThanOrEqual(UNREADABLE);
  expect(summary.embedded).toBe(summary.chunks);
  expect(Number(summary.chunks)).toBeGreaterThan(1_500);
  expect(BigInt(String(summary.wouldHaveNanoUsd))).toBeGreaterThan(0n);
  const lines = jsonLines(join(cwd, 'mock.jsonl'));
  expect(new Set(lines.map((line) => line.chunkId)).size).toBe(summary.chunks);
  let tokens = 0;
  for (const line of lines) {
    const embedding = line.embedding as number[];
    expect(embedding).toHaveLength(1536);
    expect(Math.abs(Math.hypot(...embedding) - 1)).toBeLessThan(1e-4);
    expect(line.tokens).toBeLessThanOrEqual(400);
    tokens += Number(line.tokens);
  }
  expect(tokens).toBe(summary.tokens);
  expect(journal().requests).toBe(0);
});

test('files of which none is text are no run that is done', MINUTE, async () => {
  writeFileSync(join(cwd, 'binary.md'), Buffer.from([0x89, 0x50, 0, 0xff, 0xfe, 0, 1, 2]));
  for (const args of [
    ['embed', 'binary.md', '--yes', '-o', 'none.jsonl'],
    ['quote', 'binary.md'],
  ]) {
    const { code, stdout, stderr } = await run(...args, '--json');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    const told = stderr
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(told.at(-1).error).toMatchObject({
      code: 'NO_DOCUMENTS',
      message: expect.stringContaining('1 file found, and each was skipped for the reason above'),
      facts: { skipped: 1 },
    });
    expect(JSON.stringify(told)).toContain('binary.md');
  }
});

test('a quote and a dry run send nothing and write nothing', MINUTE, async () => {
  await setMode('real');
  const quote = await json('quote', 'corpus/markdown');
  const dry = await json('embed', 'corpus/markdown', '--dry-run', '-o', 'dry.jsonl');
  expect(dry).toMatchObject({
    dryRun: true,
    embedded: 0,
    chunks: quote.chunks,
    costNanoUsd: quote.costNanoUsd,
    space: expect.stringMatching(/^127\.0\.0\.1:\d+\/text-embedding-3-small\/1536$/),
  });
  expect(BigInt(String(quote.costNanoUsd))).toBe(BigInt(Number(quote.sendTokens)) * 20n);
  expect(journal().requests).toBe(0);
  expect(() => jsonLines(join(cwd, 'dry.jsonl'))).toThrow('ENOENT');
  const refused = await run('embed', 'corpus', '-o', 'dry.jsonl');
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('--yes');
  expect(journal().requests).toBe(0);
});

test('a path that does not exist stops everything before anything is sent', MINUTE, async () => {
  const { code, stdout, stderr } = await run('embed', 'corpus', 'no-such-folder', '--yes', '--json');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(JSON.parse(stderr).error).toMatchObject({
    code: 'PATH_NOT_FOUND',
    facts: { path: 'no-such-folder' },
  });
  expect(journal().requests).toBe(0);
});

test('killed in the middle, a rerun goes on and nothing is paid twice', MINUTE, async () => {
  await setMode('real');
  const first = await json('embed', 'corpus/licences', '--yes', '-o', 'real.db');
  expect(first).toMatchObject({ complete: true, resumed: 0 });
  await closeGate();
  const killed = start('embed', 'corpus', '--yes', '-o', 'real.db');
  await until('three calls are out', async () => (await held()) === 3);
  killed.child.kill('SIGKILL');
  await killed.done;
  await openGate();
  const second = await json('embed', 'corpus', '--yes', '-o', 'real.db');
  expect(second).toMatchObject({ complete: true, resumed: first.chunks, failed: 0 });
  expect(Number(second.cached)).toBeGreaterThan(500);
  expect(Number(second.resumed) + Number(second.embedded)).toBe(second.chunks);
  for (const times of journal().paidCounts.values()) expect(times).toBe(1);
  const database = new Database(join(cwd, 'real.db'), { readonly: true });
  expect(database.prepare('SELECT count(*) AS n FROM chunks').get()).toEqual({ n: second.chunks });
  database.close();
});

test('the journal, the ledger and the summaries are one bill', MINUTE, async () => {
  const { billedTokens, billedNanoUsd } = journal();
  expect(billedTokens).toBeGreaterThan(400_000);
  expect(await bill()).toEqual({ tokens: billedTokens, nanoUsd: billedNanoUsd });
  expect(billedNanoUsd).toBe(BigInt(billedTokens) * 20n);
});

test('a second run over the same corpus bills nothing', MINUTE, async () => {
  const before = journal();
  const again = await json('embed', 'corpus', '--yes', '-o', 'again.jsonl', '--vectors', 'base64');
  expect(again).toMatchObject({
    cached: again.chunks,
    embedded: again.chunks,
    billedTokens: 0,
    costNanoUsd: '0',
  });
  const onto = await json('embed', 'corpus', '--yes', '-o', 'again.jsonl');
  expect(onto).toMatchObject({ resumed: again.chunks, embedded: 0, costNanoUsd: '0', space: again.space });
  expect(journal()).toEqual(before);
});

test('what was embedded can be searched, in the space it is in', MINUTE, async () => {
  const found = (await json('search', 'permission is hereby granted, free of charge', '--in', 'real.db')) as {
    space: string;
    results: { documentId: string; score: number }[];
  };
  expect(found.results).toHaveLength(5);
  const scores = found.results.map((hit) => hit.score);
  expect(scores).toEqual([...scores].sort((a, b) => b - a));
  await setMode('mock');
  const refused = await run('search', 'anything', '--in', 'real.db', '--json');
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.stderr).error.code).toBe('SPACE_MISMATCH');
  const similar = (await json(
    'search',
    'Permission is hereby granted, free of charge',
    '--in',
    'mock.jsonl',
  )) as {
    results: { text: string }[];
  };
  expect(similar.results[0]?.text).toMatch(/permission/i);
});

test(
  'an output that lacks nothing is refused in another mode, model or length all the same',
  MINUTE,
  async () => {
    await setMode('mock');
    for (const [output, ...other] of [
      ['again.jsonl'],
      ['mock.jsonl', '--dimensions', '8'],
      ['mock.jsonl', '--model', 'text-embedding-3-large'],
    ] as const) {
      const refused = await run('embed', 'corpus', '--yes', '--json', '-o', output, ...other);
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toContain('SPACE_MISMATCH');
    }
    const whole = await json('embed', 'corpus', '--yes', '-o', 'mock.jsonl');
    expect(whole).toMatchObject({ embedded: 0, resumed: whole.chunks });
  },
);

test(
  'switched under way, a run stops with what it has, and resumes after switching back',
  MINUTE,
  async () => {
    await setMode('real');
    const before = journal().billedTokens;
    const sizes = ['--chunk-tokens', '100', '--chunk-overlap', '0', '--include', 'markdown/**'];
    await closeGate();
    const running = start('embed', 'corpus', '--yes', '--json', '-o', 'pinned.jsonl', ...sizes);
    await until('three calls are out', async () => (await held()) === 3);
    await setMode('mock');
    await openGate();
    const stopped = await running.done;
    const summary = parsed(stopped, 1);
    expect(summary).toMatchObject({ complete: false, stopped: { code: 'SPACE_MISMATCH' } });
    expect(stopped.stderr).toContain('Run the same command again');
    const kept = jsonLines(join(cwd, 'pinned.jsonl')).length;
    expect(kept).toBe(summary.embedded);
    expect(kept).toBeGreaterThan(500);
    const refused = await run('embed', 'corpus', '--yes', '-o', 'pinned.jsonl', ...sizes);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('SPACE_MISMATCH');
    await setMode('real');
    const resumed = await json('embed', 'corpus', '--yes', '-o', 'pinned.jsonl', ...sizes);
    expect(resumed).toMatchObject({ complete: true, resumed: kept });
    const spaces = new Set(jsonLines(join(cwd, 'pinned.jsonl')).map((line) => line.space));
    expect([...spaces]).toEqual([resumed.space]);
    expect(Number(summary.billedTokens) + Number(resumed.billedTokens)).toBe(journal().billedTokens - before);
    for (const times of journal().paidCounts.values()) expect(times).toBe(1);
  },
);

test('Ctrl-C writes what comes back, and a rerun pays only for the rest', MINUTE, async () => {
  const before = journal().billedTokens;
  const sizes = ['--chunk-tokens', '70', '--chunk-overlap', '0', '--include', 'types/**'];
  await closeGate();
  const running = start('embed', 'corpus', '--yes', '--json', '-o', 'interrupted.db', ...sizes);
  await until('three calls are out', async () => (await held()) === 3);
  running.child.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 100));
  await openGate();
  const summary = parsed(await running.done, 130);
  expect(summary).toMatchObject({ complete: false, stopped: null, embedded: 3 * 512 });
  const resumed = await json('embed', 'corpus', '--yes', '-o', 'interrupted.db', ...sizes);
  expect(resumed).toMatchObject({ complete: true, resumed: summary.embedded });
  expect(Number(summary.billedTokens) + Number(resumed.billedTokens)).toBe(journal().billedTokens - before);
  for (const times of journal().paidCounts.values()) expect(times).toBe(1);
});

test('a budget stops a run cleanly; raised, the run goes on', MINUTE, async () => {
  const before = journal();
  const sizes = [
    '--chunk-tokens',
    '120',
    '--chunk-overlap',
    '0',
    '--include',
    'languages/**',
    '--include',
    'code/**',
  ];
  const limit = ['budgets', 'set', '--scope', 'project:default', '--window', 'day', '--limit-nano-usd'];
  const { costNanoUsd } = await json('quote', 'corpus', ...sizes);
  const room = BigInt(String(costNanoUsd)) / 2n;
  await json(...limit, String(before.billedNanoUsd + room));
  const stopped = await run('embed', 'corpus', '--yes', '--json', '-o', 'budget.jsonl', ...sizes);
  const summary = parsed(stopped, 3);
  expect(summary).toMatchObject({
    complete: false,
    stopped: { code: 'BUDGET_EXCEEDED', facts: { scope: 'project:default', window: 'day' } },
  });
  expect(stopped.stderr).toMatch(/more tokens fit until the reset at \d{4}-/);
  expect(journal().billedNanoUsd - before.billedNanoUsd).toBe(BigInt(String(summary.costNanoUsd)));
  expect(BigInt(String(summary.costNanoUsd))).toBeLessThanOrEqual(room);
  expect(Number(summary.embedded)).toBeGreaterThan(0);
  await json(...limit, '1000000000');
  const resumed = await json('embed', 'corpus', '--yes', '-o', 'budget.jsonl', ...sizes);
  expect(resumed).toMatchObject({ complete: true, resumed: summary.embedded });
  const { billedTokens, billedNanoUsd } = journal();
  expect(await bill()).toEqual({ tokens: billedTokens, nanoUsd: billedNanoUsd });
});

test('an unsound vector fails its chunk alone, and a rerun fetches it', MINUTE, async () => {
  mkdirSync(join(cwd, 'unsound'));
  for (const name of ['one', 'two', 'odd'])
    writeFileSync(join(cwd, 'unsound', `${name}.md`), `A page named ${name}.`);
  await stub.steer('POST', 'faults', { mode: 'always', kind: 'nan', itemsContaining: 'named odd' });
  const failed = await run('embed', 'unsound', '--yes', '--json', '-o', 'unsound.jsonl');
  await stub.steer('DELETE', 'faults');
  expect(parsed(failed, 1)).toMatchObject({
    chunks: 3,
    embedded: 2,
    failed: 1,
    complete: false,
    stopped: null,
    failures: [{ documentId: 'unsound/odd.md', ordinal: 0, code: expect.any(String) }],
  });
  const again = await json('embed', 'unsound', '--yes', '-o', 'unsound.jsonl');
  expect(again).toMatchObject({ resumed: 2, embedded: 1, failed: 0, complete: true });
});

test('other chunk sizes are not mixed into a file', MINUTE, async () => {
  const refused = await run('embed', 'corpus', '--yes', '--json', '-o', 'mock.jsonl', '--chunk-tokens', '99');
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.stderr).error.code).toBe('CHUNKER_MISMATCH');
});

test('without a gateway a run says so and keeps what it has', MINUTE, async () => {
  await setMode('real');
  await closeGate();
  const running = start(
    'embed',
    'corpus/types',
    '--yes',
    '--json',
    '-o',
    'lost.jsonl',
    '--chunk-tokens',
    '80',
  );
  await until('three calls are out', async () => (await held()) === 3);
  await gateway.stop('SIGKILL');
  await openGate();
  const lost = await running.done;
  expect(parsed(lost, 4)).toMatchObject({ complete: false, stopped: { code: 'GATEWAY_UNREACHABLE' } });
  const down = await run('mode', '--json', '--url', gateway.url);
  expect(down.code).toBe(4);
  expect(JSON.parse(down.stderr).error).toMatchObject({ code: 'GATEWAY_UNREACHABLE' });
});
