import { statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { clientOf, gatewayFor, refusalOf, shared, stubFor, temporaryDirectory } from './harness.ts';

const TEXTS = Array.from({ length: 600 }, (_, index) => `text ${index} of the cache`);

describe('the cache of a project', () => {
  const setting = shared(async (undo) => {
    const stub = await stubFor({}, undo);
    const gateway = await gatewayFor({ stub }, undo);
    await gateway.admin.projects.create.mutate({ name: 'Other', id: 'other' });
    const keys = { mine: await gateway.key('mine'), other: await gateway.key('other', 'other') };
    const embed = (key: string, inputs: string[]) =>
      clientOf(gateway.url, key).embeddings.embed.mutate({ inputs });
    await embed(keys.mine, TEXTS);
    await embed(keys.other, ['a text of the other project']);
    return { stub, gateway, keys, embed, dir: temporaryDirectory(undo) };
  });

  it('is listed by project and space', async () => {
    const { gateway } = setting();
    const uses = await gateway.admin.cache.list.query();
    expect(uses.map(({ project, entries, partition }) => [project, entries, partition])).toEqual([
      ['default', 600, 'paid'],
      ['other', 1, 'paid'],
    ]);
  });

  it('goes to a file, is purged, and comes back without being paid for again', async () => {
    const { stub, gateway, keys, embed, dir } = setting();
    const { admin } = gateway;
    const file = join(dir, 'default.vectors');
    const before = await embed(keys.mine, TEXTS);
    const exported = await admin.cache.export.mutate({ project: 'default', file });
    expect(exported).toMatchObject({ entries: 600, bytes: statSync(file).size });
    expect(statSync(file).mode & 0o077).toBe(0);

    const purged = await admin.cache.purge.mutate({ project: 'default', reason: 'a test' });
    expect(purged.entries).toBe(600);
    expect((await admin.cache.list.query()).map(({ project }) => project)).toEqual(['other']);
    expect((await admin.audit.list.query({ action: 'cache.purge' })).items[0]).toMatchObject({
      target: 'default',
      from: '600 vectors',
      reason: 'a test',
    });

    const imported = await admin.cache.import.mutate({ project: 'default', file });
    expect(imported).toEqual({ project: 'default', entries: 600, added: 600, refused: 0 });
    const { billedTokens } = stub.stats();
    const after = await embed(keys.mine, TEXTS);
    expect(after.cachedInputs).toBe(600);
    expect(after.vectors).toBe(before.vectors);
    expect(stub.stats().billedTokens).toBe(billedTokens);
    expect((await admin.cache.import.mutate({ project: 'default', file })).added).toBe(0);
    expect(await refusalOf(admin.cache.export.mutate({ project: 'default', file }))).toMatchObject({
      code: 'EXPORT_EXISTS',
    });
  });

  it('takes nothing damaged, nothing unsound, and nothing of somebody else', async () => {
    const { gateway, dir } = setting();
    const { admin } = gateway;
    const file = join(dir, 'spoilt.vectors');
    await admin.cache.export.mutate({ project: 'default', file });
    const db = new Database(file);
    db.exec('UPDATE items SET vector = zeroblob(6144) WHERE id = 1');
    // Zeroes with the right checksum are no vector either.
    db.exec('UPDATE items SET vector = zeroblob(6144), crc32 = 3405693759 WHERE id = 2');
    db.close();
    await admin.cache.purge.mutate({ project: 'default' });
    expect(await admin.cache.import.mutate({ project: 'default', file })).toMatchObject({
      entries: 600,
      added: 598,
      refused: 2,
    });

    const otherProject = await refusalOf(admin.cache.import.mutate({ project: 'other', file }));
    expect(otherProject).toMatchObject({ code: 'EXPORT_FOREIGN', facts: { pool: 'default' } });
    const stranger = await gatewayFor({ env: { WEIGHBRIDGE_SECRET: 'another secret altogether' } });
    const otherSecret = await refusalOf(stranger.admin.cache.import.mutate({ project: 'default', file }));
    expect(otherSecret.code).toBe('EXPORT_FOREIGN');
    expect(otherSecret.message).toContain('WEIGHBRIDGE_SECRET');
    const nothing = join(dir, 'nothing');
    expect(await refusalOf(admin.cache.import.mutate({ project: 'default', file: nothing }))).toMatchObject({
      code: 'EXPORT_UNREADABLE',
    });
    expect(
      await refusalOf(admin.cache.export.mutate({ project: 'default', file: 'relative' })),
    ).toMatchObject({ code: 'INVALID_REQUEST' });
  });
});
