import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MockGateway, startMockGateway } from '../src/index.ts';

const run = promisify(execFile);
const folder = fileURLToPath(new URL('../../client/', import.meta.url));
const readme = readFileSync(`${folder}README.md`, 'utf8');
const shown = new Map(
  [...readme.matchAll(/^```ts (examples\/\S+)\n([\s\S]*?)^```/gm)].map(([, path = '', code = '']) => [
    path,
    code,
  ]),
);

/** What each says when all is well. */
const SAYS: Record<string, RegExp> = {
  'examples/quickstart.ts': /^11 tokens, \$0\.00 fits every budget\n.* 1536 mock\/.*\n.*\npaid 0 nano-USD\n$/,
  'examples/stream.ts': /^2048 done.*\n4096 done.*\n5000 done.*\nstored 5000\n$/,
  'examples/resume.ts': /^SOURCE_FAILED at 300\nstored 1000 of 1000 each once: true\n$/,
  'examples/partial.ts':
    /^0 1536 numbers\n1 EMPTY_INPUT\n2 INPUT_TOO_LONG\n3 INVALID_UNICODE\n4 1536 numbers\nwindows 4\n$/,
  'examples/errors.ts': /^SPACE_MISMATCH This call is pinned [\s\S]* never\nCANCELLED\n$/,
};

let gateway: MockGateway;
beforeAll(async () => {
  gateway = await startMockGateway();
});
afterAll(() => gateway.close());

describe('the client’s README', () => {
  it('shows every example, and no code that is not one', () => {
    const files = readdirSync(`${folder}examples`).map((name) => `examples/${name}`);
    expect([...shown.keys()].sort()).toEqual(files.sort());
    expect(Object.keys(SAYS).sort()).toEqual(files.sort());
    expect(readme.match(/^```ts/gm)).toHaveLength(shown.size);
  });

  it.each(Object.keys(SAYS))('%s stands there as it is, and does what it says', async (path) => {
    expect(shown.get(path)).toBe(readFileSync(`${folder}${path}`, 'utf8'));
    const { stdout } = await run(process.execPath, [`${folder}${path}`], {
      env: { PATH: process.env.PATH, ...gateway.env, NO_COLOR: '1' },
    });
    expect(stdout).toMatch(SAYS[path]!);
  });
});
