import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { startGateway, temporaryFolder, weighbridge } from './processes.ts';

test('doctor names a price that an older version took, and what to do', { timeout: 60_000 }, async () => {
  const folder = temporaryFolder('old-price');
  const cwd = folder.path;
  const run = async (...args: string[]) => {
    const { code, stdout } = await weighbridge([...args, '--json'], { cwd }).done;
    return { code, answer: JSON.parse(stdout) };
  };
  const first = await startGateway(cwd, { WEIGHBRIDGE_LOG_LEVEL: 'error' });
  await run('prices', 'set', 'text-embedding-3-small', '--usd-per-million', '1');
  await first.stop();
  const database = new Database(join(cwd, '.weighbridge', 'weighbridge.db'));
  database.prepare('UPDATE prices SET nano_usd_per_token = 2000000000').run();
  database.close();
  const gateway = await startGateway(cwd, { WEIGHBRIDGE_LOG_LEVEL: 'error' });
  onTestFinished(async () => {
    await gateway.stop('SIGKILL');
    folder.remove();
  });
  const ill = await run('doctor');
  expect(ill.code).toBe(1);
  const found = ill.answer.checks.filter(({ name }: { name: string }) => name === 'price');
  expect(found).toEqual([
    {
      name: 'price',
      status: 'fail',
      message: expect.stringMatching(
        /^text-embedding-3-small costs \$2,?000,?000\S* a million tokens from \S+ on/,
      ),
      hint: expect.stringContaining('weighbridge prices remove'),
    },
  ]);
  const [, id = ''] = /prices remove (\S+),/.exec(found[0].hint) ?? [];
  expect((await run('prices', 'remove', id)).answer).toEqual({ id, removed: true });
  expect((await run('doctor')).answer.checks.map(({ name }: { name: string }) => name)).not.toContain(
    'price',
  );
});
