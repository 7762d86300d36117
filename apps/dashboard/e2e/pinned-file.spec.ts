import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { expect, open, stackForFile, test } from './dashboard-test.ts';

const CLI = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));
/** More than the run has under way at a time, so that something is left to refuse. */
const DOCUMENTS = 3000;
const stack = stackForFile({ keyInEnvironment: true });
let place: string;

test.beforeAll(() => {
  place = mkdtempSync(join(tmpdir(), 'weighbridge-pinned-'));
  mkdirSync(join(place, 'texts'));
  for (let number = 0; number < DOCUMENTS; number += 1) {
    writeFileSync(
      join(place, 'texts', `${number}.txt`),
      `Document ${number} is about scales of kind ${number * 7}.`,
    );
  }
});
test.afterAll(() => rmSync(place, { recursive: true, force: true }));

async function switchTo(page: Page, name: 'Mock' | 'Real'): Promise<void> {
  const option = page.getByRole('radiogroup', { name: 'Mode' }).getByRole('radio', { name });
  await option.click();
  await page.getByRole('button', { name: `Switch to ${name}` }).click();
  await expect(option).toBeChecked();
}

test('a run into a pinned file stops when the toggle is switched under way, and resumes once it is switched back', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const { stub, gatewayUrl, api } = stack();
  const key = (await api.keys.create.mutate({ name: 'pipeline' })).key;
  const embed = [
    CLI,
    'embed',
    'texts',
    '--yes',
    '--json',
    '-o',
    'out.jsonl',
    '--url',
    gatewayUrl,
    '--key',
    key,
  ];
  await open(page, stack());
  await switchTo(page, 'Real');

  // Requests wait at the provider, so that the switch comes while the run is under way.
  stub.gate.hold('after_billing');
  const run = spawn(process.execPath, embed, { cwd: place, stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  run.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  const ended = new Promise<number | null>((resolve) => run.on('exit', resolve));
  await stub.gate.waitFor(1);
  await switchTo(page, 'Mock');
  stub.gate.release();
  expect(await ended).toBe(1);
  expect(errors).toContain('SPACE_MISMATCH');
  const kept = readFileSync(join(place, 'out.jsonl'), 'utf8').trim().split('\n').length;
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(DOCUMENTS);

  await switchTo(page, 'Real');
  const { stdout } = await promisify(execFile)(process.execPath, embed, { cwd: place });
  expect(JSON.parse(stdout)).toMatchObject({ resumed: kept, embedded: DOCUMENTS - kept, failed: 0 });
  const lines = readFileSync(join(place, 'out.jsonl'), 'utf8').trim().split('\n');
  expect(lines).toHaveLength(DOCUMENTS);
  expect(new Set(lines.map((line) => JSON.parse(line).space)).size).toBe(1);
  // Nothing was paid for twice.
  expect(Math.max(...stub.journal.summary().paidCounts.values())).toBe(1);
});
