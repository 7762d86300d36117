/**
 * Exact counting: our counter beside tiktoken, gpt-tokenizer and js-tiktoken, alternating in one run, over real text;
 * then our counter in worker threads, and hostile texts.
 *
 *     pnpm bench:count
 *
 * The text is what the installed dependencies ship: prose, code, declarations, messages in many languages, cut
 * into chunks of some 860 bytes. Each round counts chunks that no contender has seen; `cold` with a new tokenizer,
 * whose cache is empty, the others with one that has counted other chunks before, as in a process that runs. Absolute figures move with the machine; the ratios are the point.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTokenCounter, createTokenizer } from '@weighbridge/embeddings';
import { countTokens } from 'gpt-tokenizer/encoding/cl100k_base';
import { Tiktoken } from 'js-tiktoken/lite';
import cl100kRanks from 'js-tiktoken/ranks/cl100k_base';
import { get_encoding } from 'tiktoken';

const ROUNDS = 9;
const CHUNK_UNITS = 860;
const PER_KIND = 5_000_000;
const JS_TIKTOKEN_SHARE = 10;

const root = fileURLToPath(new URL('..', import.meta.url));
const reference = get_encoding('cl100k_base');
const jsTiktoken = new Tiktoken(cl100kRanks);

const kinds: Record<string, RegExp> = {
  'prose and licences': /(\.md|licen[cs]e[^/]*)$/i,
  'JavaScript code': /\.[cm]?js$/,
  'type declarations': /\.d\.[cm]?ts$/,
  'messages in many languages': /\/locales?\/[^/]+\.(js|json)$/,
};

function chunksOf(kind: RegExp): string[] {
  const store = join(root, 'node_modules/.pnpm');
  const seen = new Set<string>();
  const chunks: string[] = [];
  let size = 0;
  for (const entry of readdirSync(store, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (size > PER_KIND || !entry.isFile() || !kind.test(path) || statSync(path).size > 200_000) {
      continue;
    }
    const text = readFileSync(path, 'utf8');
    // The same licence comes with hundreds of packages: text counts as fresh once.
    if (seen.has(text.slice(0, 200))) {
      continue;
    }
    seen.add(text.slice(0, 200));
    for (let at = 0; at < text.length; at += CHUNK_UNITS) {
      chunks.push(text.slice(at, at + CHUNK_UNITS).toWellFormed());
    }
    size += text.length;
  }
  return chunks;
}

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] as number;
const bytes = (chunks: string[]) => chunks.reduce((sum, chunk) => sum + Buffer.byteLength(chunk), 0);

async function timed(work: () => unknown): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

async function freshText(): Promise<void> {
  const rows: Record<string, Record<string, string>> = {};
  for (const [name, kind] of Object.entries(kinds)) {
    const chunks = chunksOf(kind);
    const times = {
      tiktoken: [] as number[],
      cold: [] as number[],
      ours: [] as number[],
      ids: [] as number[],
      gptTokenizer: [] as number[],
      jsTiktoken: [] as number[],
    };
    const running = createTokenizer();
    let tokens = 0;
    let wrong = 0;
    let wrongByGptTokenizer = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const share = chunks.filter((_, at) => at % ROUNDS === round);
      const exact: number[] = [];
      times.tiktoken.push(
        await timed(() => {
          for (const chunk of share) {
            exact.push(reference.encode_ordinary(chunk).length);
          }
        }),
      );
      const counts: number[] = [];
      times.ours.push(
        await timed(() => {
          for (const chunk of share) {
            counts.push(running.count(chunk));
          }
        }),
      );
      const cold = createTokenizer();
      times.cold.push(
        await timed(() => {
          for (const chunk of share) {
            cold.count(chunk);
          }
        }),
      );
      times.ids.push(
        await timed(() => {
          for (const chunk of share) {
            running.encode(chunk);
          }
        }),
      );
      let guessed = 0;
      times.gptTokenizer.push(
        await timed(() => {
          for (const [at, chunk] of share.entries())
            guessed += countTokens(chunk, { disallowedSpecial: new Set() }) === exact[at] ? 0 : 1;
        }),
      );
      wrongByGptTokenizer += guessed;
      // By far the slowest: a part of the round's text tells its rate.
      const part = share.slice(0, Math.ceil(share.length / JS_TIKTOKEN_SHARE));
      const partTokens = exact.slice(0, part.length).reduce((sum, count) => sum + count, 0);
      const elapsed = await timed(() => {
        for (const chunk of part) jsTiktoken.encode(chunk, [], []);
      });
      const whole = exact.reduce((sum, count) => sum + count, 0);
      times.jsTiktoken.push((elapsed * whole) / partTokens);
      wrong += counts.filter((count, at) => count !== exact[at]).length;
      tokens = exact.reduce((sum, count) => sum + count, 0);
    }
    const rate = (of: number[]) => tokens / median(of) / 1e3;
    rows[name] = {
      'chunks, wrong': `${chunks.length}, ${wrong}`,
      'tiktoken M tokens/s': rate(times.tiktoken).toFixed(2),
      'gpt-tokenizer, wrong': `${rate(times.gptTokenizer).toFixed(2)}, ${wrongByGptTokenizer}`,
      'js-tiktoken': rate(times.jsTiktoken).toFixed(2),
      'ours M tokens/s': rate(times.ours).toFixed(2),
      'MB/s': (bytes(chunks) / ROUNDS / median(times.ours) / 1e3).toFixed(0),
      'x tiktoken': (rate(times.ours) / rate(times.tiktoken)).toFixed(1),
      'cold, x tiktoken': (rate(times.cold) / rate(times.tiktoken)).toFixed(1),
      'ids, x tiktoken': (rate(times.ids) / rate(times.tiktoken)).toFixed(1),
    };
  }
  console.log(`Fresh text, median of ${ROUNDS} rounds`);
  console.table(rows);
}

/** Half of all chunks at once, after the other half: does counting scale with threads? */
async function threads(): Promise<void> {
  const chunks = Object.values(kinds).flatMap(chunksOf);
  const [before, fresh] = [chunks.filter((_, at) => at % 2 === 0), chunks.filter((_, at) => at % 2 === 1)];
  const times: Record<string, number[]> = { 'one thread': [], '1 worker': [], '2 workers': [] };
  let tokens = 0;
  for (let round = 0; round < 5; round++) {
    const tokenizer = createTokenizer();
    const here = (texts: string[]) => texts.reduce((sum, text) => sum + tokenizer.count(text), 0);
    here(before);
    times['one thread']?.push(
      await timed(() => {
        tokens = here(fresh);
      }),
    );
    for (const workers of [1, 2]) {
      const counter = createTokenCounter({ workers });
      await counter.countMany(before);
      await counter.countMany(before);
      times[workers === 1 ? '1 worker' : '2 workers']?.push(await timed(() => counter.countMany(fresh)));
      await counter.close();
    }
  }
  const one = median(times['one thread'] ?? []);
  const size = (bytes(fresh) / 1e6).toFixed(1);
  console.log(`${fresh.length} fresh chunks at once, ${size} MB, median of 5 rounds`);
  console.table(
    Object.fromEntries(
      Object.entries(times).map(([name, of]) => [
        name,
        {
          ms: median(of).toFixed(0),
          'M tokens/s': (tokens / median(of) / 1e3).toFixed(1),
          'x one thread': (one / median(of)).toFixed(2),
        },
      ]),
    ),
  );
}

async function hostileText(): Promise<void> {
  const counter = createTokenCounter({ workers: 1 });
  await counter.countMany(['ready']);
  const tokenizer = createTokenizer();
  const rows: Record<string, Record<string, string>> = {};
  const units = { a: 'a', blank: ' ', '/': '/', 中: '中', emoji: '👩‍👩‍👧‍👦', 'blanks, then x': '' };
  for (const [name, unit] of Object.entries(units)) {
    const text = (size: number) =>
      unit === ''
        ? ' '.repeat(size / 2) + 'x'.repeat(size / 2)
        : unit.repeat(Math.ceil(size / Buffer.byteLength(unit)));
    const ours = async (size: number) => median([await once(size), await once(size), await once(size)]);
    const once = (size: number) => timed(() => tokenizer.count(text(size)));
    const [small, large] = [await ours(250_000), await ours(1_000_000)];

    let longest = 0;
    let last = performance.now();
    const note = () => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    };
    const timer = setInterval(note, 5);
    await counter.countMany([text(1_000_000)]);
    note();
    clearInterval(timer);

    rows[name] = {
      '1 MB, ms': large.toFixed(0),
      '1 MB / 250 kB (linear: 4)': (large / small).toFixed(1),
      'by worker, longest gap of a 5 ms timer, ms': longest.toFixed(0),
      'tiktoken, 10 kB, ms': (await timed(() => reference.encode_ordinary(text(10_000)))).toFixed(0),
      'tiktoken, 20 kB, ms': (await timed(() => reference.encode_ordinary(text(20_000)))).toFixed(0),
    };
  }
  await counter.close();
  console.log('Hostile text');
  console.table(rows);
}

const load = await timed(() => createTokenizer().count('loads the tables'));
console.log(`Start: ${load.toFixed(0)} ms to load the vocabulary\n`);
await freshText();
await threads();
await hostileText();
reference.free();
