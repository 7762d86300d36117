import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isLoopback, locateGateway, readToken } from './place.ts';

let cwd: string;

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'place-'));
});

afterEach(() => rmSync(cwd, { recursive: true, force: true }));

function running(content: string, folder = '.weighbridge'): void {
  mkdirSync(join(cwd, folder), { recursive: true });
  writeFileSync(join(cwd, folder, 'gateway.json'), content);
}

test('the address is the first of option, WEIGHBRIDGE_URL, the data directory and host and port', () => {
  const env = { WEIGHBRIDGE_URL: 'http://there:1', WEIGHBRIDGE_PORT: '4999' };
  running('{"url":"http://127.0.0.1:4321","pid":77}');
  expect(locateGateway({ url: 'http://here:2' }, { env, cwd })).toMatchObject({
    url: 'http://here:2',
    source: 'option',
  });
  expect(locateGateway({}, { env, cwd })).toMatchObject({ url: 'http://there:1', source: 'WEIGHBRIDGE_URL' });
  expect(locateGateway({}, { env: { WEIGHBRIDGE_PORT: '4999' }, cwd })).toMatchObject({
    url: 'http://127.0.0.1:4321',
    source: 'gateway.json',
    running: { pid: 77 },
  });
  rmSync(join(cwd, '.weighbridge'), { recursive: true });
  expect(
    locateGateway({}, { env: { WEIGHBRIDGE_PORT: '4999', WEIGHBRIDGE_HOST: '0.0.0.0' }, cwd }),
  ).toMatchObject({
    url: 'http://127.0.0.1:4999',
    source: 'environment',
  });
  expect(locateGateway({}, { env: { WEIGHBRIDGE_HOST: '::1' }, cwd }).url).toBe('http://[::1]:4100');
  expect(locateGateway({}, { env: {}, cwd })).toMatchObject({
    url: 'http://127.0.0.1:4100',
    source: 'default',
  });
});

test('the data directory is the option, the environment, or .weighbridge, from the working directory', () => {
  const env = { WEIGHBRIDGE_DATA_DIR: 'data/of env' };
  expect(locateGateway({ dataDir: '/elsewhere' }, { env, cwd }).dataDir).toBe('/elsewhere');
  expect(locateGateway({}, { env, cwd }).dataDir).toBe(join(cwd, 'data/of env'));
  expect(locateGateway({}, { env: {}, cwd }).dataDir).toBe(join(cwd, '.weighbridge'));
});

test('an address file that says nothing of use is as good as none', () => {
  for (const content of ['', '{"url":', '[]', '{"url":4}', 'null']) {
    running(content);
    expect(locateGateway({}, { env: {}, cwd }).source).toBe('default');
  }
});

test('the token is read without its line end; none is undefined', () => {
  expect(readToken(cwd)).toBeUndefined();
  writeFileSync(join(cwd, 'cli.token'), 'wbt_abc\n');
  expect(readToken(cwd)).toBe('wbt_abc');
});

test('only this machine is loopback', () => {
  for (const url of ['http://127.0.0.1:1', 'http://127.9.9.9', 'http://localhost:3', 'http://[::1]:4']) {
    expect(isLoopback(url)).toBe(true);
  }
  for (const url of ['http://10.0.0.1', 'http://127.0.0.1.example.com', 'https://gateway.example']) {
    expect(isLoopback(url)).toBe(false);
  }
});
