import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  answerOf,
  type GatewayProcess,
  startGateway,
  temporaryFolder,
  until,
  weighbridge,
} from './processes.ts';

const MINUTE = { timeout: 60_000 };
const folder = temporaryFolder('worker');
const cwd = folder.path;
let gateway: GatewayProcess;

beforeAll(async () => {
  mkdirSync(join(cwd, 'notes'));
  writeFileSync(join(cwd, 'notes/a.md'), `# Bread\n\n${'Rye flour wants a sour dough. '.repeat(80)}`);
  writeFileSync(join(cwd, 'notes/b.txt'), 'A truck crosses the weighbridge before it pays the toll.');
  gateway = await startGateway(cwd, { WEIGHBRIDGE_LOG_LEVEL: 'error' });
}, 60_000);

afterAll(async () => {
  await gateway?.stop('SIGKILL');
  folder.remove();
});

const start = (...args: string[]) => weighbridge(['worker', ...args], { cwd });

async function json(...args: string[]) {
  return answerOf(await start(...args, '--json').done);
}

test('documents go from files to vectors in a pipeline’s database', MINUTE, async () => {
  const missing = await start('--drain', '--json').done;
  expect(missing.code).toBe(1);
  expect(JSON.parse(missing.stderr).error).toMatchObject({ code: 'CANNOT_OPEN' });

  expect(await json('init', '--collection', 'notes', '--dimensions', '64')).toMatchObject({
    collection: 'notes',
    created: true,
    database: join(cwd, 'pipeline.db'),
  });
  const added = await json('add', 'notes', '--collection', 'notes', '--chunk-tokens', '100');
  expect(added).toMatchObject({ documents: 2, problems: 0 });
  expect(added.chunks).toBeGreaterThan(4);
  expect(await json('status')).toMatchObject({
    chunks: { chunks_stored: added.chunks },
    jobs: { chunks_stored: 2 },
  });

  const drained = await start('--drain', '--json').done;
  expect({ code: drained.code, stderr: drained.stderr }).toEqual({ code: 0, stderr: '' });
  const lines = drained.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ event }) => event)).toEqual(['queued', 'batch', 'summary']);
  expect(lines[2]).toMatchObject({ stored: added.chunks, failed: 0, left: { chunks: 0, dueAt: null } });
  expect(await json('status')).toMatchObject({
    chunks: { embeddings_stored: added.chunks },
    jobs: { embeddings_stored: 2 },
    collections: [{ collection: 'notes', space: lines[1].space, vectors: added.chunks }],
  });

  // Again: what is as it was keeps its vector; a changed document loses the chunks it no longer has.
  writeFileSync(join(cwd, 'notes/a.md'), '# Bread\n\nRye flour wants a sour dough.');
  expect(await json('add', 'notes', '--collection', 'notes', '--chunk-tokens', '100')).toMatchObject({
    chunks: 2,
  });
  const again = (await start('--drain', '--json').done).stdout.trim().split('\n').at(-1)!;
  expect(JSON.parse(again)).toMatchObject({ stored: 1, left: { chunks: 0 } });
  expect((await json('status')).chunks).toEqual({ embeddings_stored: 2 });
});

test('it waits for work, takes what comes, and ends in order on a signal', MINUTE, async () => {
  const worker = start('--db', 'live.db');
  expect((await worker.done).stderr).toContain('weighbridge worker init --db');
  await json('init', '--db', 'live.db', '--collection', 'notes');
  const running = start('--db', 'live.db', '--json');
  await json('add', 'notes', '--db', 'live.db', '--collection', 'notes');
  await until('a batch is written', () => running.stdout().includes('"event":"batch"'));
  running.child.kill('SIGTERM');
  const { code, stdout } = await running.done;
  expect(code).toBe(0);
  expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({ event: 'summary', stored: 2 });
  expect((await start('add', 'notes', '--db', 'live.db', '--collection', 'none').done).stderr).toContain(
    'UNKNOWN_COLLECTION',
  );
  expect(await json('requeue', '--failed', '--db', 'live.db')).toEqual({ requeued: 0 });
});
