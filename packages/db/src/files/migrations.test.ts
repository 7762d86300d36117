import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { connectWriter } from './connection.ts';
import { applyMigrations } from './migrations.ts';
import { explained } from './opening.ts';

const PACKAGE = fileURLToPath(new URL('../..', import.meta.url));

it('says that the disk is full, where there is no room for the schema', () => {
  const folder = mkdtempSync(join(tmpdir(), 'weighbridge-migrations-'));
  const path = join(folder, 'weighbridge.db');
  const connection = connectWriter(path);
  try {
    // SQLite then answers as it does on a full disk.
    connection.pragma('max_page_count = 10');
    expect(() => explained(path, () => applyMigrations(connection))).toThrow(
      expect.objectContaining({
        code: 'DATA_DIR_UNUSABLE',
        message: expect.stringMatching(/disk is full\)\. Free disk space, or name another one/),
      }),
    );
  } finally {
    connection.close();
    rmSync(folder, { recursive: true, force: true });
  }
});

it('migrations say what the schema says', { timeout: 60_000 }, () => {
  const copy = mkdtempSync(join(tmpdir(), 'weighbridge-migrations-'));
  try {
    cpSync(join(PACKAGE, 'drizzle'), join(copy, 'drizzle'), { recursive: true });
    const config = { dialect: 'sqlite', schema: join(PACKAGE, 'src/schema/index.ts'), out: './drizzle' };
    writeFileSync(join(copy, 'drizzle.config.json'), JSON.stringify(config));
    const kit = join(PACKAGE, 'node_modules/drizzle-kit/bin.cjs');
    const said = execFileSync(process.execPath, [kit, 'generate'], { cwd: copy, encoding: 'utf8' });
    expect(said).toContain('No schema changes');
    expect(readdirSync(join(copy, 'drizzle'))).toEqual(readdirSync(join(PACKAGE, 'drizzle')));
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});
