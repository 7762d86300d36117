import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { startChromaStandIn } from './chroma-stand-in.ts';
import { sharedPlace } from './shared.ts';

const run = promisify(execFile);
const examples = join(import.meta.dirname, '../examples');

const mock = sharedPlace({ mode: 'mock' });

let nth = 0;

interface Found {
  text: string;
  score?: number;
  distance?: number;
}

/** Runs an example in a process of its own, as its reader would. */
async function example(
  command: string,
  file: string,
  options: { args?: string[]; env?: Record<string, string> } = {},
): Promise<{ found: Found[]; stderr: string }> {
  const { apiKey } = await mock().key(`${file} ${nth++}`);
  const { stdout, stderr } = await run(command, [join(examples, file), ...(options.args ?? [])], {
    env: {
      PATH: process.env.PATH,
      WEIGHBRIDGE_URL: mock().url,
      WEIGHBRIDGE_KEY: apiKey,
      NODE_OPTIONS: `--import=${join(import.meta.dirname, 'only-loopback-child.ts')}`,
      ...options.env,
    },
  });
  return { found: JSON.parse(stdout), stderr };
}

/** Two or three texts, the one that answers the question first. */
function expectNearest(found: readonly Found[]): void {
  expect(found.length).toBeGreaterThanOrEqual(2);
  expect(found[0]?.text).toBe('Reset your password from the sign-in page.');
  const [first, second] = found.map(({ score, distance }) => score ?? 1 - distance!);
  expect(first).toBeGreaterThan(second! + 0.05);
}

it('has a test for every example', () => {
  const tested = readFileSync(import.meta.filename, 'utf8');
  const files = readdirSync(examples).filter((file) => file !== 'chroma-embedding-function.ts');
  for (const file of files) expect(tested).toContain(`'${file}'`);
});

it.each(['langchain.ts', 'llamaindex.ts', 'ai-sdk.ts'])('%s finds the nearest text', async (file) => {
  const { found } = await example(process.execPath, file);
  expectNearest(found);
});

it('chroma.ts fills a collection that stays in its vector space', async () => {
  const chroma = await startChromaStandIn();
  onTestFinished(() => chroma.close());
  const { found } = await example(process.execPath, 'chroma.ts', { env: { CHROMA_URL: chroma.url } });
  expectNearest(found);
  const kept = chroma.collections.get('handbook')!;
  expect(kept.configuration_json).toMatchObject({
    embedding_function: {
      name: 'weighbridge',
      config: { space: 'mock/text-embedding-3-small/1536', keyVariable: 'WEIGHBRIDGE_KEY' },
    },
  });
  // Neither the key nor anything that looks like one is kept beside the collection.
  expect(JSON.stringify(kept.configuration_json)).not.toContain('wb_');
});

it('sqlite-vec.ts stores vectors and finds the nearest, and again in the same file', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'weighbridge-example-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, 'vectors.db');
  expectNearest((await example(process.execPath, 'sqlite-vec.ts', { args: [file] })).found);
  const again = await example(process.execPath, 'sqlite-vec.ts', { args: [file] });
  expect(again.found.map(({ text }) => text)).toEqual(Array(2).fill(again.found[0]!.text));
});

it('embed.sh shows the answer, and the headers beside it', async () => {
  const { found, stderr } = await example('bash', 'embed.sh');
  expect(found).toMatchObject({
    object: 'list',
    model: 'text-embedding-3-small',
    usage: { total_tokens: 17 },
  });
  expect(stderr).toContain('x-weighbridge-space: mock/text-embedding-3-small/256');
});

it('embed.py speaks the protocol, and runs where there is a Python', async () => {
  const source = readFileSync(join(examples, 'embed.py'), 'utf8');
  // What can be said without an interpreter: only the standard library, and the names of the protocol.
  const imports = [...source.matchAll(/^(?:import|from) (\w+)/gm)].map(([, name]) => name);
  expect(new Set(imports)).toEqual(new Set(['array', 'base64', 'json', 'math', 'os', 'sys', 'urllib']));
  for (const word of ['/v1/embeddings', 'encoding_format', 'base64', 'x-should-retry', 'index']) {
    expect(source).toContain(word);
  }
  const python = await run('python3', ['--version']).then(
    () => true,
    () => false,
  );
  if (!python) return;
  expectNearest((await example('python3', 'embed.py')).found);
  const refused = run('python3', [join(examples, 'embed.py')], {
    env: { PATH: process.env.PATH, WEIGHBRIDGE_URL: mock().url, WEIGHBRIDGE_KEY: 'wb_nobody' },
  });
  await expect(refused).rejects.toMatchObject({
    stderr: expect.stringContaining('RuntimeError: invalid_api_key'),
  });
});
