import { cpSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const STORE = fileURLToPath(new URL('../../../node_modules/.pnpm/', import.meta.url));

/** What an installed workspace holds of real text: each kind, where it lies, and how much of it to take. */
const KINDS: readonly { folder: string; pattern: string; bytes: number }[] = [
  // Error messages in some fifty languages.
  { folder: 'languages', pattern: 'zod@*/node_modules/zod/v4/locales/*.js', bytes: 700_000 },
  { folder: 'markdown', pattern: '*/node_modules/*/{README,readme,Readme}.md', bytes: 800_000 },
  { folder: 'licences', pattern: '*/node_modules/*/{LICENSE,LICENSE.md,LICENSE.txt}', bytes: 120_000 },
  { folder: 'types', pattern: '@types+node@*/node_modules/@types/node/*.d.ts', bytes: 700_000 },
  { folder: 'code', pattern: '{fastify,avvio,commander}@*/node_modules/*/lib/*.js', bytes: 450_000 },
  {
    folder: 'pages',
    pattern: '{decimal.js-light,tslib,bintrees}@*/node_modules/*/**/*.html',
    bytes: 120_000,
  },
];

export interface Corpus {
  bytes: number;
  files: number;
  kinds: string[];
}

/** Copies real text of several kinds and languages into a folder. */
export function makeCorpus(folder: string): Corpus {
  const corpus: Corpus = { bytes: 0, files: 0, kinds: [] };
  for (const kind of KINDS) {
    mkdirSync(join(folder, kind.folder), { recursive: true });
    let bytes = 0;
    const paths = globSync(kind.pattern, { cwd: STORE }).sort();
    for (const [at, path] of paths.entries()) {
      const source = join(STORE, path);
      const { size } = statSync(source);
      if (bytes + size > kind.bytes) continue;
      const name = path.split('/').at(-1) ?? '';
      const extension = name.includes('.') ? name.slice(name.indexOf('.')) : '.txt';
      cpSync(source, join(folder, kind.folder, `${String(at).padStart(4, '0')}${extension}`), {
        dereference: true,
      });
      bytes += size;
      corpus.files++;
    }
    if (bytes > 0) corpus.kinds.push(kind.folder);
    corpus.bytes += bytes;
  }
  return corpus;
}

/** How many files `addUnreadable` adds. */
export const UNREADABLE = 3;

/** Files that cannot be embedded, each for another reason. */
export function addUnreadable(folder: string): void {
  writeFileSync(join(folder, 'picture.png'), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2]));
  writeFileSync(join(folder, 'latin1.txt'), Buffer.from([0x67, 0x72, 0xfc, 0x6e]));
  writeFileSync(join(folder, 'empty.md'), '\n \n');
}

export function jsonLines(path: string): Record<string, unknown>[] {
  return readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
