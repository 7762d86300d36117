import { spawnSync } from 'node:child_process';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { jsonLines } from './corpus.ts';
import { type GatewayProcess, MAIN, startGateway, temporaryFolder, weighbridge } from './processes.ts';

const MINUTE = { timeout: 60_000 };
const folder = temporaryFolder('export');
const cwd = folder.path;
let gateway: GatewayProcess;

const run = (...args: string[]) => weighbridge(['ledger', 'export', ...args], { cwd }).done;

beforeAll(async () => {
  gateway = await startGateway(cwd, { WEIGHBRIDGE_LOG_LEVEL: 'error' });
  // Five calls, a line of the ledger each.
  for (let n = 0; n < 5; n++) {
    writeFileSync(join(cwd, `${n}.md`), `A truck that weighs ${n} tons.\n`);
    await weighbridge(['embed', `${n}.md`, '--yes', '-o', `${n}.jsonl`], { cwd }).done;
  }
}, 60_000);

afterAll(async () => {
  await gateway?.stop('SIGKILL');
  folder.remove();
});

test('an export is cut after so many lines, and says where and how to go on', MINUTE, async () => {
  const lines = (text: string) =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const all = lines((await run()).stdout);
  expect(all).toHaveLength(5);
  const first = await run('--limit', '2');
  expect(lines(first.stdout)).toEqual(all.slice(0, 2));
  expect(first.stderr).toContain(
    `Cut after 2 lines: the next is ${all[2].id}, placed at ${all[2].placedAt}.`,
  );
  const [, from = ''] = /--from (\S+)/.exec(first.stderr) ?? [];
  const rest = lines((await run('--from', from)).stdout);
  expect(rest.map(({ id }) => id)).toEqual(all.slice(2).map(({ id }) => id));
  const newest = await run('--limit', '2', '--order', 'newest', '--json');
  expect(lines(newest.stdout)).toEqual(all.slice(3).reverse());
  const { cut } = JSON.parse(newest.stderr);
  expect(cut).toMatchObject({ lines: 2, next: { id: all[2].id, placedAt: all[2].placedAt } });
  const older = await run('--order', 'newest', ...String(cut.goOn).split(' '));
  expect(lines(older.stdout).map(({ id }) => id)).toEqual([all[2].id, all[1].id, all[0].id]);
});

test('a limit that is not reached cuts nothing, in a file as well', MINUTE, async () => {
  expect(await run('--limit', '5')).toMatchObject({ code: 0, stderr: '' });
  const whole = await run('--limit', '9', '-o', 'whole.jsonl', '--json');
  expect(JSON.parse(whole.stdout)).toEqual({ lines: 5, output: 'whole.jsonl', cut: null });
  const cut = JSON.parse((await run('--limit', '4', '-o', 'part.csv', '--format', 'csv', '--json')).stdout);
  expect(cut).toMatchObject({ lines: 4, cut: { id: jsonLines(join(cwd, 'whole.jsonl'))[4]?.id } });
  expect(readFileSync(join(cwd, 'part.csv'), 'utf8').split('\r\n')).toHaveLength(6);
  expect((await run('--limit', '0')).code).toBe(2);
});

test('an output that cannot be written, on a full disk say, is an error without a stack', MINUTE, () => {
  // A file that is open for reading only fails just so, on every system.
  const unwritable = openSync(join(cwd, '0.md'), 'r');
  const told = (...flags: string[]) =>
    spawnSync(process.execPath, [MAIN, 'ledger', 'export', ...flags], {
      cwd,
      env: { ...process.env, NO_COLOR: '1' },
      encoding: 'utf8',
      stdio: ['ignore', unwritable, 'pipe'],
    });
  const message = 'The output cannot be written (EBADF): what was printed is not whole.';
  expect(told()).toMatchObject({ status: 1, stderr: `error ${message} [OUTPUT_UNWRITABLE]\n` });
  expect(JSON.parse(told('--json').stderr)).toMatchObject({ error: { code: 'OUTPUT_UNWRITABLE', message } });
});

test('a command line that cannot be understood is told in one line', MINUTE, async () => {
  const told = async (...args: string[]) => (await weighbridge(args, { cwd }).done).stderr;
  const hint = 'See "weighbridge --help". [USAGE]\n';
  expect(await told('budgets', 'lst')).toBe(`error "lst" is neither a command nor an argument here. ${hint}`);
  expect(await told('search', 'who', 'pays', '--in', 'x.db')).toBe(
    `error "search" takes 1 argument, not 2; put quotes around what has spaces. ${hint}`,
  );
  expect(await told('budget')).toBe(`error unknown command 'budget' (Did you mean budgets?). ${hint}`);
});
