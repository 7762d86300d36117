import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const documents = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter(Boolean);

/** Markdown links to files, and code spans that look like a path of this repository. */
function pathsIn(document: string): string[] {
  const text = readFileSync(join(root, document), 'utf8');
  const prose = text.replace(/^```[\s\S]*?^```/gm, '');
  const links = [...prose.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => join(dirname(document), target));
  const spans = [...prose.matchAll(/`((?:apps|packages|docs|scripts|bench)\/[\w./-]+)`/g)].map(
    ([, target = '']) => target,
  );
  return [...new Set([...links, ...spans])];
}

describe('paths in the documents', () => {
  it('reads the documents there are', () => {
    expect(documents).toContain('README.md');
    expect(documents).toContain('ARCHITECTURE.md');
  });

  it.each(documents)('%s names only files that exist', (document) => {
    const dead = pathsIn(document).filter((path) => !existsSync(join(root, path)));
    expect(dead).toEqual([]);
  });
});
