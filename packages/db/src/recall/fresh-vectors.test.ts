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
import { FreshVectors, type FreshVectorsParts } from './fresh-vectors.ts';
import { takeOver } from './take-over.ts';

const SCOPE: RecallScope = { pool: 'p', space: 'näher/s', partition: 'paid' };
const anEntry = (tokens: number): RecallEntry => ({
  key: new Uint8Array(randomBytes(32)),
  vector: Float32Array.of(tokens, -0, 1 / 3),
  tokens,
});

let folder: string;
let path: string;
let other: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weighbridge-fresh-'));
  path = join(folder, 'own.fresh0');
  other = join(folder, 'own.fresh1');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a log of fresh vectors', () => {
  it('gives back what was written, in order, whole frames only', async () => {
    const log = new FreshLog([path, other]);
    const entries = [anEntry(1), anEntry(2), anEntry(3)];
    await log.append(SCOPE, entries.slice(0, 2));
    await log.append({ ...SCOPE, partition: 'free' }, entries.slice(2));
    await log.close(false);
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
      const log = new FreshLog([torn, other]);
      await log.append(SCOPE, entries);
      await log.close(false);
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

  it('does not believe a frame that was changed, but what follows it', async () => {
    const log = new FreshLog([path, other]);
    await log.append(SCOPE, [anEntry(1), anEntry(2), anEntry(3)]);
    await log.close(false);
    const bytes = readAll(path);
    bytes[bytes.length / 2]! ^= 1;
    writeFileSync(path, bytes);
    expect([...readFreshLog(path)].map(({ entry }) => entry.tokens)).toEqual([1, 3]);
  });
});

describe('fresh vectors', () => {
  it('go to the cache together, are found until then, and leave no log when all is well', async () => {
    const put = vi.fn<FreshVectorsParts['put']>(async () => undefined);
    const fresh = freshVectors(put);
    const entries = Array.from({ length: 10 }, (_, index) => anEntry(index));
    for (const entry of entries) await fresh.add(SCOPE, [entry]);
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
    const put = vi.fn<FreshVectorsParts['put']>(() => kept.promise);
    const fresh = freshVectors(put);
    const entries = Array.from({ length: 512 }, (_, index) => anEntry(index));
    await fresh.add(SCOPE, entries);
    expect(put).toHaveBeenCalledOnce();
    expect(fresh.find(SCOPE, entries[63]!.key)?.tokens).toBe(63);
    // What comes meanwhile goes to the other file, and waits until the first is done with.
    const late = anEntry(99);
    await fresh.add(SCOPE, [late]);
    expect([...readFreshLog(path)]).toHaveLength(512);
    expect([...readFreshLog(other)]).toEqual([{ scope: SCOPE, entry: late }]);
    const flushed = fresh.flush();
    kept.resolve(undefined);
    await flushed;
    expect(put).toHaveBeenCalledTimes(2);
    expect(put).toHaveBeenLastCalledWith(SCOPE, [late]);
    expect(fresh.find(SCOPE, entries[63]!.key)).toBeUndefined();
    expect(statSync(path).size + statSync(other).size).toBe(0);
    await fresh.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stay in the log when the cache fails, which is said, and are taken over by the next start', async () => {
    const warnings: string[] = [];
    const fresh = freshVectors(() => Promise.reject(new Error('the disk is full')), warnings);
    const entry = anEntry(7);
    await fresh.add(SCOPE, [entry]);
    await fresh.flush();
    expect(warnings.join()).toContain('the disk is full');
    expect(fresh.find(SCOPE, entry.key)?.tokens).toBe(7);
    await expect(fresh.add(SCOPE, [anEntry(8)])).rejects.toThrow('does not take');
    await fresh.close();
    const kept: unknown[] = [];
    const putMany = async (scope: RecallScope, entries: readonly RecallEntry[]) => {
      kept.push([scope, entries]);
    };
    await takeOver([path], { putMany }, (warning) => warnings.push(warning));
    expect(kept).toEqual([[SCOPE, [entry]]]);
    expect(existsSync(path)).toBe(false);
    expect(warnings).toHaveLength(1);
  });

  it('that the cache has are in the log no more, so that what is purged does not come back', async () => {
    const fresh = freshVectors(async () => undefined);
    for (let tokens = 1; tokens <= 5; tokens++) {
      await fresh.add(SCOPE, [anEntry(tokens)]);
      const left = [...readFreshLog(path), ...readFreshLog(other)];
      expect(left.map(({ entry }) => entry.tokens)).toEqual([tokens]);
      await fresh.flush();
    }
    expect(statSync(path).size + statSync(other).size).toBe(0);
    await fresh.close();
  });

  it('say when the log cannot be written, and go to the cache all the same', async () => {
    const put = vi.fn<FreshVectorsParts['put']>(async () => undefined);
    const fresh = new FreshVectors({
      put,
      log: new FreshLog([join(folder, 'no', 'such'), join(folder, 'no', 'such2')]),
      onWarning: () => undefined,
    });
    const entry = anEntry(1);
    await expect(fresh.add(SCOPE, [entry])).rejects.toThrow('ENOENT');
    await fresh.flush();
    expect(put).toHaveBeenCalledWith(SCOPE, [entry]);
  });
});

function freshVectors(put: FreshVectorsParts['put'], warnings: string[] = []): FreshVectors {
  return new FreshVectors({
    put,
    log: new FreshLog([path, other]),
    onWarning: (warning) => warnings.push(warning),
  });
}

function readAll(file: string): Buffer {
  return Buffer.from(readFileSync(file));
}
