import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findFiles } from './find.ts';

let cwd: string;

beforeEach(() => {
  cwd = realpathSync(mkdtempSync(join(tmpdir(), 'find-')));
});

afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function put(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true });
    writeFileSync(join(cwd, path), 'x');
  }
}

const ids = async (paths: string[], options = {}) =>
  (await findFiles(paths, { cwd, ...options })).map((file) => file.id);

test('folders are read in the order of names, without hidden files, .git and node_modules', async () => {
  put(
    'docs/b.md',
    'docs/a/z.md',
    'docs/B.md',
    'docs/.secret',
    'docs/.git/config',
    'docs/node_modules/p/index.js',
  );
  expect(await ids(['docs'])).toEqual(['docs/B.md', 'docs/a/z.md', 'docs/b.md']);
});

test('a path is taken when it is named itself, even where it would be passed over', async () => {
  put('.notes.md', 'node_modules/p/readme.md');
  expect(await ids(['.notes.md', 'node_modules/p'])).toEqual(['.notes.md', 'node_modules/p/readme.md']);
});

test('a file is read once, and the output never', async () => {
  put('docs/a.md', 'docs/out.jsonl');
  expect(await ids(['docs/a.md', 'docs', '.'], { except: [join(cwd, 'docs/out.jsonl')] })).toEqual([
    'docs/a.md',
  ]);
});

test('links to files are read, links to folders are not followed', async () => {
  put('real/a.md');
  mkdirSync(join(cwd, 'docs'));
  symlinkSync(join(cwd, 'real/a.md'), join(cwd, 'docs/link.md'));
  symlinkSync(cwd, join(cwd, 'docs/circle'));
  expect(await ids(['docs'])).toEqual(['docs/link.md']);
});

test('globs choose by name, or by path where they hold a slash', async () => {
  put('docs/a.md', 'docs/a.ts', 'docs/deep/b.md', 'docs/deep/b.test.md');
  expect(await ids(['docs'], { include: ['*.md'] })).toEqual([
    'docs/a.md',
    'docs/deep/b.md',
    'docs/deep/b.test.md',
  ]);
  expect(await ids(['docs'], { include: ['deep/**'], exclude: ['*.test.md'] })).toEqual(['docs/deep/b.md']);
});

test('a path that does not exist stops everything, by its name', async () => {
  put('docs/a.md');
  await expect(ids(['docs', 'missing.md'])).rejects.toMatchObject({
    code: 'PATH_NOT_FOUND',
    facts: { path: 'missing.md' },
  });
  await expect(ids(['/dev/null'])).rejects.toMatchObject({ code: 'NOT_A_FILE' });
  await expect(ids([])).rejects.toMatchObject({ code: 'USAGE' });
});
