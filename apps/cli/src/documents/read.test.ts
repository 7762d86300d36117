import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDocument } from './read.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'read-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (name: string, content?: string | Uint8Array, maxBytes?: number) => {
  const path = join(folder, name);
  if (content !== undefined) writeFileSync(path, content);
  return readDocument({ id: name, path }, maxBytes);
};

test('a document knows its kind, its title and how to be split', async () => {
  expect(await read('a.md', '# Title\n')).toEqual({
    document: {
      id: 'a.md',
      path: join(folder, 'a.md'),
      kind: 'markdown',
      splitAs: 'markdown',
      title: null,
      text: '# Title\n',
    },
  });
  expect((await read('p.html', '<title>T</title><p>body')).document).toMatchObject({
    kind: 'html',
    splitAs: 'text',
    title: 'T',
    text: 'T\n\nbody',
  });
});

test.each([
  ['blob.bin', new Uint8Array([1, 0, 2]), 'skipped', 'BINARY'],
  ['latin1.txt', new Uint8Array([0x67, 0x72, 0xfc, 0x6e]), 'skipped', 'NOT_TEXT'],
  ['empty.txt', '', 'skipped', 'EMPTY'],
  ['blank.html', '<html><body>  </body></html>', 'skipped', 'EMPTY'],
  ['earlier.jsonl', '{"chunkId":"1"}\n', 'skipped', 'VECTOR_FILE'],
  ['gone.txt', undefined, 'failed', 'UNREADABLE'],
] as const)('%s is left out, by name and reason', async (name, content, outcome, code) => {
  const { document, problem } = { problem: undefined, ...(await read(name, content)) };
  expect(document).toBeUndefined();
  expect(problem).toMatchObject({ path: name, outcome, code });
  expect(problem?.message).toMatch(new RegExp(`^${name}: .`));
});

test('a file over the bound is passed over unread', async () => {
  const outcome = await read('large.txt', 'x'.repeat(2000), 1999);
  expect(outcome).toMatchObject({ problem: { outcome: 'skipped', code: 'TOO_LARGE' } });
});
