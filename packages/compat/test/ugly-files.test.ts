import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uglyTexts } from '../src/ugly/texts.ts';
import { expectVectors, sharedPlace, truth } from './shared.ts';

const real = sharedPlace({ mode: 'real' });
const run = promisify(execFile);
const CLI = join(import.meta.dirname, '../../../apps/cli/src/main.ts');
const FEW = 64;

/** Bytes and names that no text of ours has. */
const FILES: Readonly<Record<string, Uint8Array | string>> = {
  'empty.txt': '',
  'only a mark.txt': new Uint8Array([0xef, 0xbb, 0xbf]),
  'no utf-8.txt': new Uint8Array([0x61, 0xff, 0x62]),
  'half a character.md': new Uint8Array([0x61, 0xf0, 0x9f, 0x98]),
  'utf-16le.txt': Buffer.from('\ufeffSechzehn Bit, naïve 日本 🚚', 'utf16le'),
  'half of utf-16.txt': new Uint8Array([0xff, 0xfe, 0x00]),
  'an image.txt': new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]),
  '__proto__.txt': 'a name that pollutes',
  constructor: 'a name without an end',
  '-rf.txt': 'a name that looks like an option',
  'new\nline.txt': 'a name over two lines',
  'emoji 🚚 и др.txt': 'a name beyond ASCII',
  'quote\'"$(id).txt': 'a name for shells',
  'never closed.html': '<html><body><p>open <b>bold <table><tr><td>cell',
  'only tags.html': '<div></div><br><img><!-- -->',
  'script.html': '<script>let a = "</p>";</script><style>p{}</style><p>shown</p>',
  'broken.json': '{"a": [1, 2',
  'front matter.md': '---\ntitle: "never closed\n---\n# Heading\n\n```\nfence never closed\n',
  'deep.md': `${'> '.repeat(500)}quoted\n${'#'.repeat(100)} heading\n`,
};

/** Megabytes of these are two thousand chunks each; the others are hard enough. */
const MANY_CHUNKS = /megabyte of (base64|emoji|中)/;

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'weighbridge-ugly-'));
  const texts = join(dir, 'texts');
  mkdirSync(texts);
  for (const [at, { name, text }] of uglyTexts().entries()) {
    if (text.isWellFormed() && !MANY_CHUNKS.test(name))
      writeFileSync(join(texts, `${String(at).padStart(3, '0')}.txt`), text);
  }
  const files = join(dir, 'files');
  mkdirSync(files);
  for (const [name, bytes] of Object.entries(FILES)) writeFileSync(join(files, name), bytes);
  symlinkSync('.', join(files, 'circle'));
  symlinkSync('nowhere', join(files, 'dangling.txt'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What the command says in JSON; it must have ended well. */
async function weighbridge(...args: string[]): Promise<Record<string, unknown>> {
  const { stdout } = await run(process.execPath, [CLI, ...args, '--json'], {
    cwd: dir,
    env: { PATH: process.env.PATH, WEIGHBRIDGE_DATA_DIR: real().dataDir },
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout);
}

interface Line {
  text: string;
  tokens: number;
  embedding: number[];
}

describe.each(['texts', 'files'])('the command on ugly %s', (folder) => {
  it('weighs and embeds what is text, says of the rest why not, and pays what the provider billed', async () => {
    const place = real();
    const before = place.journal().length;
    const quote = await weighbridge('quote', folder, '--dimensions', `${FEW}`);
    expect(place.journal()).toHaveLength(before);
    const output = `${folder}.jsonl`;
    const summary = await weighbridge('embed', folder, '--yes', '-o', output, '--dimensions', `${FEW}`);
    expect(summary).toMatchObject({ failed: 0, failures: [], complete: true, stopped: null });
    expect(summary.chunks).toBe(quote.chunks);
    for (const problem of summary.problems as { code: string; message: string }[]) {
      expect(problem).toMatchObject({
        code: expect.stringMatching(/^[A-Z_]+$/),
        message: expect.any(String),
      });
    }

    const lines = readFileSync(join(dir, output), 'utf8').trimEnd().split('\n');
    const rows = lines.map((line): Line => JSON.parse(line));
    expect(rows).toHaveLength(Number(summary.embedded));
    expectVectors(
      rows.map(({ embedding }) => embedding),
      rows.map(({ text }) => truth(text, FEW)),
    );

    const billed = place.journal().slice(before);
    const tokens = billed.reduce((sum, { billedTokens }) => sum + billedTokens, 0);
    expect([summary.billedTokens, summary.costNanoUsd]).toEqual([tokens, `${tokens * 20}`]);
    expect(quote.costNanoUsd).toBe(summary.costNanoUsd);

    const again = await weighbridge('embed', folder, '--yes', '-o', output, '--dimensions', `${FEW}`);
    expect(again).toMatchObject({ embedded: 0, billedTokens: 0, complete: true });
    expect(place.complaints()).toEqual([]);
  });
});
