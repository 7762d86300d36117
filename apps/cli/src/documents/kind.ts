import { basename, extname } from 'node:path';
import type { Document, SplitAs } from './document.ts';

type Kind = Document['kind'];

const BY_EXTENSION: ReadonlyMap<string, Kind> = new Map(
  (
    [
      [
        'text',
        '.txt .text .log .csv .tsv .json .jsonl .ndjson .yaml .yml .toml .ini .xml .svg .sql .css .scss',
      ],
      ['markdown', '.md .markdown .mdx .mkd'],
      ['html', '.html .htm .xhtml'],
      ['js', '.js .mjs .cjs .jsx .ts .mts .cts .tsx .vue .svelte'],
      ['python', '.py .pyi .pyw'],
      ['go', '.go'],
      ['java', '.java .kt .kts .cs .groovy'],
      ['cpp', '.c .h .cc .hh .cpp .hpp .cxx .hxx .m .mm'],
      ['php', '.php'],
      ['proto', '.proto'],
      ['rst', '.rst'],
      ['ruby', '.rb .rake'],
      ['rust', '.rs'],
      ['scala', '.scala .sc'],
      ['swift', '.swift'],
      ['latex', '.tex .ltx .sty'],
      ['sol', '.sol'],
    ] as const
  ).flatMap(([kind, extensions]) => extensions.split(' ').map((extension) => [extension, kind] as const)),
);

const INTERPRETERS: readonly (readonly [RegExp, Kind])[] = [
  [/\b(node|deno|bun|tsx)\b/, 'js'],
  [/\bpython\d?/, 'python'],
  [/\bruby\b/, 'ruby'],
  [/\bphp\b/, 'php'],
];

/** By the extension; where that says nothing, by how the text begins. */
export function kindOf(path: string, text: string): Kind {
  const known = BY_EXTENSION.get(extname(path).toLowerCase());
  if (known) return known;
  if (basename(path).toLowerCase() === 'readme') return 'markdown';
  const head = text.slice(0, 512);
  if (/^\s*(<!--[\s\S]*?-->\s*)?(<!doctype html|<html[\s>])/i.test(head)) return 'html';
  if (head.startsWith('#!')) {
    const line = head.slice(0, head.indexOf('\n') + 1 || undefined);
    for (const [pattern, kind] of INTERPRETERS) if (pattern.test(line)) return kind;
  }
  return 'text';
}

/** HTML is split as the plain text that it is turned into. */
export function splitAsOf(kind: Kind): SplitAs {
  return kind === 'html' ? 'text' : kind;
}
