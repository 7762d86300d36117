import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ADMIN_PASSWORD, gatewayFor, refusalOf, shared } from './harness.ts';

const gateway = shared((undo) => gatewayFor({}, undo));

/** Someone at the dashboard: signed in by the password, not by the token file. */
async function atTheDashboard(file?: string): Promise<Response> {
  const { url } = gateway();
  const post = (path: string, body: object, cookie = '') =>
    fetch(`${url}/trpc/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
  const signedIn = await post('auth.signIn', { password: ADMIN_PASSWORD });
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  return post('keeping.backup', file === undefined ? {} : { file }, cookie);
}

describe('backup and check', () => {
  it('copies the database to a file of the command’s choice, and says what else to keep', async () => {
    const { admin, dataDir } = gateway();
    await admin.embeddings.embed.mutate({ inputs: ['kept'] });
    const file = join(dataDir, 'copy.db');
    const report = await admin.keeping.backup.mutate({ file });
    expect(report).toMatchObject({
      file,
      cacheFile: null,
      entries: 1,
      openAttempts: 0,
      integrity: { ok: true },
      keepAlso: expect.stringContaining('WEIGHBRIDGE_SECRET'),
    });
    expect(Date.parse(report.highWater ?? '')).toBeGreaterThan(Date.now() - 60_000);
    expect(await refusalOf(admin.keeping.backup.mutate({ file }))).toMatchObject({
      code: 'BACKUP_EXISTS',
      status: 409,
    });
    expect(await refusalOf(admin.keeping.backup.mutate({ file: 'relative.db' }))).toMatchObject({
      code: 'INVALID_REQUEST',
    });
    expect(await admin.keeping.check.query({ full: true })).toMatchObject({ ok: true });
  });

  it('lets a browser write into the data directory only', async () => {
    const { dataDir } = gateway();
    const elsewhere = await atTheDashboard(join(dataDir, 'elsewhere.db'));
    expect(elsewhere.status).toBe(400);
    expect((await atTheDashboard()).status).toBe(200);
    expect(readdirSync(join(dataDir, 'backups'))).toEqual([
      expect.stringMatching(/^weighbridge-\d{4}-.*Z\.db$/),
    ]);
    expect(readdirSync(dataDir)).not.toContain('elsewhere.db');
  });

  it('is not for access keys', async () => {
    const client = gateway().as(await gateway().key('pipeline'));
    for (const asked of [client.keeping.backup.mutate({}), client.keeping.check.query({})]) {
      expect((await refusalOf(asked)).code).toBe('ADMIN_ONLY');
    }
  });
});
