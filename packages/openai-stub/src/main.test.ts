import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { post, SMALL, until } from '../test/requests.ts';
import { readJournal } from './index.ts';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openai-stub-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(args: string[], program = main) {
  const child = spawn(process.execPath, [program, ...args]);
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    output.out += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    output.err += chunk;
  });
  const ended = once(child, 'close').then(([code, signal]: unknown[]) => ({ code, signal, ...output }));
  return { child, ended };
}

/** Waits for the line that says it is ready. */
async function ready(child: ChildProcess): Promise<{ baseUrl: string }> {
  const [line] = (await once(child.stdout!, 'data')) as [Buffer];
  const baseUrl = /^openai-stub listening on (http:\/\/127\.0\.0\.1:\d+\/v1)\n$/.exec(String(line))?.[1];
  expect(baseUrl, String(line)).toBeDefined();
  return { baseUrl: baseUrl! };
}

describe('the command', () => {
  it('serves with every option, and ends cleanly on SIGTERM with a request under way', async () => {
    const journal = join(folder, 'journal.jsonl');
    const { child, ended } = run(
      ['--port', '0', '--journal', journal, '--journal-texts', '--api-key', 'sk-test-0123456789'].concat(
        ['--api-key', 'other', '--latency', '30-40', '--rpm', '60', '--tpm', '5000'],
        ['--fault', 'server_error:0.5', '--fault', 'hang:0.2', '--seed', '7'],
      ),
    );
    const target = await ready(child);
    const refused = await post(
      target,
      { model: SMALL, input: 'a' },
      { headers: { authorization: 'Bearer no' } },
    );
    expect(refused.status).toBe(401);
    const answers = [...Array(12).keys()].map((i) =>
      post(target, { model: SMALL, input: `text ${i}` }).then(
        ({ status, headers }) => `${status} of ${headers.get('x-ratelimit-limit-requests')}`,
        () => 'cut',
      ),
    );
    await until(() => readJournal(journal).length === 13);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, signal: null, err: '' });
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['200 of 60', '500 of 60', 'cut']));
    const entries = readJournal(journal).slice(1);
    expect(new Set(entries.map(({ fault }) => fault))).toEqual(new Set([null, 'server_error', 'hang']));
    expect(entries.every(({ durationMs, texts }) => durationMs >= 29 && texts?.length === 1)).toBe(true);
  });

  it('strikes every request with a fault that has no probability', async () => {
    const { child, ended } = run(['--port', '0', '--fault', 'overloaded']);
    const target = await ready(child);
    expect((await post(target, { model: SMALL, input: 'a' })).status).toBe(503);
    expect((await post(target, { model: SMALL, input: 'a' })).status).toBe(503);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({ code: 0 });
  });

  it('runs through a link, as package managers install commands', async () => {
    const link = join(folder, 'openai-stub');
    symlinkSync(main, link);
    const { code, out } = await run(['--help'], link).ended;
    expect(code).toBe(0);
    expect(out).toContain('Usage: openai-stub');
    for (const flag of ['port', 'journal', 'latency', 'rpm', 'tpm', 'fault', 'seed', 'api-key']) {
      expect(out).toContain(`--${flag} `);
    }
  });

  it('says so when the port is taken', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const address = blocker.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, err, out } = await run(['--port', String(port)]).ended;
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(
      `openai-stub: Port ${port} on 127.0.0.1 is already in use: stop what listens there, or choose another port.\n`,
    );
    blocker.close();
  });

  it.each([
    [['--port', 'many'], "--port takes a number, not 'many'"],
    [['--latency', '5-x'], '--latency takes a number'],
    [['--fault', 'nope'], "There is no fault 'nope'"],
    [['--fault', 'hang:2'], 'from 0 to 1'],
    [['--surprise'], '--surprise'],
    [['extra'], 'extra'],
  ])('explains a wrong command line: %j', async (args, message) => {
    const { code, err } = await run(['--port', '0', ...args]).ended;
    expect(code).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain('openai-stub --help');
    expect(err).not.toContain('at ');
  });
});
