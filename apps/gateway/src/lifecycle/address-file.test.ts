import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { writeAddressFile } from './address-file.ts';

it('takes the place of an older one as a whole, and goes at the end', () => {
  const dir = mkdtempSync(join(tmpdir(), 'weighbridge-address-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const path = join(dir, 'gateway.json');
  writeAddressFile(dir, { url: 'http://127.0.0.1:1', startedAt: 0 });
  const reading = openSync(path, 'r');
  const remove = writeAddressFile(dir, { url: 'http://127.0.0.1:2', startedAt: 0 });
  // Who had begun to read has the old one to its end.
  expect(JSON.parse(readFileSync(reading, 'utf8'))).toMatchObject({ url: 'http://127.0.0.1:1' });
  closeSync(reading);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ url: 'http://127.0.0.1:2' });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(dir)).toEqual(['gateway.json']);
  remove();
  expect(readdirSync(dir)).toEqual([]);
});
