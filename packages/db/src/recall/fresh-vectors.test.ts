import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecallEntry, RecallScope } from '@weighbridge/embeddings/domain';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FreshLog, readFreshLog } from './fresh-log.ts';
import { FreshVectors } from './fresh-vectors.ts';
import { Presence } from './presence.ts';
import { takeOver } from './take-over.ts';

const SCOPE: RecallScope = { pool: 'p', space: 'näher/s', partition: 'paid' };
const anEntry = (tokens: number): RecallEntry => ({
  key: new Uint8Array(randomBytes(32)),
  vector: Float32Array.of(tokens, -0, 1 / 3),
  tokens,
});

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weighbridge-fresh-'));
  path = join(folder, 'own.fresh');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a log of fresh vectors', () => {
  it('gives back what was written, in order, whole frames only', () => {
    const log = new FreshLog(path);
    const entries = [anEntry(1), anEntry(2), anEntry(3)];
    log.append(SCOPE, entries.slice(0, 2));
    log.append({ ...SCOPE, partition: 'free' }, entries.slice(2));
    log.close(false);
    expect([...readFreshLog(path)]).toEqual([
      { scope: SCOPE, entry: entries[0] },
      { scope: SCOPE, entry: entries[1] },
      { scope: { ...SCOPE, partition: 'free' }, entry: entries[2] },
    ]);
    const whole = statSync(path).size;
    appendFileSync(path, randomBytes(100));
    expect([...readFreshLog(path)]).toHaveLength(3);
    for (const bytes of [0, 10, 100, whole / 2, whole - 1]) {
      const torn = join(folder, 'torn');
      const log = new FreshLog(torn);
      log.append(SCOPE, entries);
      log.close(false);
      const { size } = statSync(torn);
      const file = join(folder, 'cut');
      writeFileSync(file, readAll(torn).subarray(0, Math.min(bytes, size - 1)));
      const read = [...readFreshLog(file)].map(({ entry }) => entry.tokens);
      expect(read).toEqual([1, 2, 3].slice(0, read.length));
      expect(read.length).toBeLessThan(3);
      rmSync(torn);
    }
    expect([...readFreshLog(join(folder, 'missing'))]).toEqual([]);
  });

  it('does not believe a frame that was changed', () => {
    const log = new FreshLog(path);
    log.append(SCOPE, [anEntry(1), anEntry(2)]);
    log.close(false);
    const bytes = readAll(path);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(path, bytes);
    expect([...readFreshLog(path)].map(({ entry }) => entry.tokens)).toEqual([1]);
  });
});

describe('fresh vectors', () => {
  it('go to the cache together, are found until then, and leave no log when all is well', async () => {
    const put = vi.fn(async () => undefined);
    const fresh = freshVectors(put);
    const entries = Array.from({ length: 10 }, (_, index) => anEntry(index));
    for (const entry of entries) fresh.add(SCOPE, [entry]);
    expect(put).not.toHaveBeenCalled();
    expect(fresh.find(SCOPE, entries[4]!.key)).toEqual({ vector: entries[4]!.vector, tokens: 4 });
    expect(fresh.find({ ...SCOPE, pool: 'q' }, entries[4]!.key)).toBeUndefined();
    expect([...readFreshLog(path)]).toHaveLength(10);
    await vi.waitFor(() => expect(fresh.isEmpty).toBe(true));
    expect(put).toHaveBeenCalledOnce();
    expect(put).toHaveBeenCalledWith(SCOPE, entries);
    await fresh.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('are found as long as the cache has not answered, and do not wait when they are many', async () => {
    const kept = Promise.withResolvers<undefined>();
    const put = vi.fn(() => kept.promise);
    const fresh = freshVectors(put);
    const entries = Array.from({ length: 64 }, (_, index) => anEntry(index));
    fresh.add(SCOPE, entries);
    expect(put).toHaveBeenCalledOnce();
    expect(fresh.find(SCOPE, entries[63]!.key)?.tokens).toBe(63);
    kept.resolve(undefined);
    await vi.waitFor(() => expect(fresh.find(SCOPE, entries[63]!.key)).toBeUndefined());
    await fresh.close();
  });

  it('stay in the log when the cache fails, which is said, and are taken over by the next start', async () => {
    const warnings: string[] = [];
    const fresh = freshVectors(() => Promise.reject(new Error('the disk is full')), warnings);
    const entry = anEntry(7);
    fresh.add(SCOPE, [entry]);
    await fresh.close();
    expect(warnings.join()).toContain('the disk is full');
    const kept: unknown[] = [];
    const putMany = async (scope: RecallScope, entries: readonly RecallEntry[]) => {
      kept.push([scope, entries]);
    };
    await takeOver([path], { putMany }, (warning) => warnings.push(warning));
    expect(kept).toEqual([[SCOPE, [entry]]]);
    expect(existsSync(path)).toBe(false);
    expect(warnings).toHaveLength(1);
  });

  it('that were purged do not come back with the log', async () => {
    const fresh = freshVectors(async () => undefined);
    fresh.add(SCOPE, [anEntry(1)]);
    await fresh.clear();
    fresh.add(SCOPE, [anEntry(2)]);
    expect([...readFreshLog(path)].map(({ entry }) => entry.tokens)).toEqual([2]);
    await fresh.close();
  });

  it('are refused when the log cannot be written, and then nothing is found', () => {
    const fresh = new FreshVectors({
      put: async () => undefined,
      log: new FreshLog(join(folder, 'no', 'such', 'folder')),
      presence: new Presence(Presence.memoryFor(0)),
      onWarning: () => undefined,
    });
    const entry = anEntry(1);
    expect(() => fresh.add(SCOPE, [entry])).toThrow('ENOENT');
    expect(fresh.find(SCOPE, entry.key)).toBeUndefined();
  });
});

function freshVectors(put: () => Promise<undefined>, warnings: string[] = []): FreshVectors {
  return new FreshVectors({
    put,
    log: new FreshLog(path),
    presence: new Presence(Presence.memoryFor(0)),
    onWarning: (warning) => warnings.push(warning),
  });
}

function readAll(file: string): Buffer {
  return Buffer.from(readFileSync(file));
}
