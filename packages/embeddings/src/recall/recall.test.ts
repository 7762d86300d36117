import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupDuplicates } from './duplicates.ts';
import { derivePoolKey, recallKey, recallKeyInTurns, recallKeyOfIds, recallKeys } from './recall-key.ts';

const secret = new Uint8Array(32).fill(7);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('recall keys', () => {
  test('are HMAC-SHA-256 (RFC 4231, case 2)', () => {
    const key = recallKey(new TextEncoder().encode('Jefe'), 'what do ya want for nothing?');
    expect(hex(key)).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
  });

  test('are what node:crypto’s HMAC gives, one by one and in bulk, for keys and texts of any length', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 100 }),
        fc.array(fc.string({ unit: 'grapheme', maxLength: 300 })),
        (poolKey, texts) => {
          const expected = texts.map((text) =>
            createHmac('sha256', poolKey).update(text, 'utf8').digest('hex'),
          );
          expect(recallKeys(poolKey, texts).map(hex)).toEqual(expected);
          expect(texts.map((text) => hex(recallKey(poolKey, text)))).toEqual(expected);
        },
      ),
    );
  });

  test('of a long text among short ones are right too', () => {
    const poolKey = derivePoolKey(secret, 'default');
    const texts = ['short', '長い'.repeat(200_000), 'short', 'x'.repeat(300_000)];
    const expected = texts.map((text) => createHmac('sha256', poolKey).update(text, 'utf8').digest('hex'));
    expect(recallKeys(poolKey, texts).map(hex)).toEqual(expected);
  });

  test('are the same over several turns, wherever a surrogate pair falls', async () => {
    const poolKey = derivePoolKey(secret, 'default');
    for (const before of [0, 1, 2, 3]) {
      const text = 'x'.repeat(before) + '🙂é中'.repeat(100_000);
      expect(hex(await recallKeyInTurns(poolKey, text))).toBe(hex(recallKey(poolKey, text)));
    }
    expect(hex(await recallKeyInTurns(poolKey, ''))).toBe(hex(recallKey(poolKey, '')));
  });

  test('of ids are HMAC-SHA-256 over a mark and the ids, for few and many', () => {
    const poolKey = derivePoolKey(secret, 'default');
    for (const length of [1, 3, 8191, 40_000]) {
      const ids = Uint32Array.from({ length }, (_, at) => at * 7 + 0x1_0000);
      const bytes = Buffer.alloc(length * 4);
      for (const [at, id] of ids.entries()) bytes.writeUInt32LE(id, at * 4);
      const expected = createHmac('sha256', poolKey).update(Uint8Array.of(0xff)).update(bytes).digest('hex');
      expect(hex(recallKeyOfIds(poolKey, ids))).toBe(expected);
    }
  });

  test('tell apart texts that look alike', () => {
    const poolKey = derivePoolKey(secret, 'default');
    const texts = ['a', 'a ', ' a', 'A', 'á', 'a\u0301', 'a\n', 'a\0', ''];
    expect(new Set(recallKeys(poolKey, texts).map(hex)).size).toBe(texts.length);
  });

  test('of token ids are those of no text, and differ with the order and number of ids', () => {
    const poolKey = derivePoolKey(secret, 'default');
    const lists = [[1], [1, 0], [0, 1], [256], [1, 2]].map((ids) => Uint32Array.from(ids));
    const keys = lists.map((ids) => hex(recallKeyOfIds(poolKey, ids)));
    const texts = ['\u00ff\u0001\0\0\0', '\ufffd\u0001\0\0\0', '[1]', '1', '"'];
    keys.push(...recallKeys(poolKey, texts).map(hex));
    expect(new Set(keys).size).toBe(lists.length + texts.length);
  });

  test('differ between pools and between secrets, and do not give away the text’s plain hash', () => {
    const mine = hex(recallKey(derivePoolKey(secret, 'mine'), 'salary list'));
    const theirs = hex(recallKey(derivePoolKey(secret, 'theirs'), 'salary list'));
    const elsewhere = hex(
      recallKey(
        derivePoolKey(
          secret.map((byte) => byte + 1),
          'mine',
        ),
        'salary list',
      ),
    );
    const plain = createHash('sha256').update('salary list').digest('hex');
    expect(new Set([mine, theirs, elsewhere, plain]).size).toBe(4);
  });

  test('stay the same from release to release, since what was paid for is found by them', () => {
    const poolKey = derivePoolKey(secret, 'default');
    expect(hex(poolKey)).toMatchInlineSnapshot(
      `"28216018f1df2c4b9bb625bee1ded0806f384595c1e668f101b02bc27062b170"`,
    );
    expect(hex(recallKey(poolKey, 'weighed before it is paid for'))).toMatchInlineSnapshot(
      `"f38ad9004f49e785f9ae3ad176a3ecbf2f0081efd0131131ff799ab5fac874f2"`,
    );
  });

  test('need a secret worth the name', () => {
    expect(() => derivePoolKey(new Uint8Array(8), 'default')).toThrow(RangeError);
  });
});

describe('duplicates within a request', () => {
  test('share the slot of the first', () => {
    const poolKey = derivePoolKey(secret, 'default');
    const { unique, slotOf } = groupDuplicates(recallKeys(poolKey, ['a', 'b', 'a', 'c', 'b', 'a']));
    expect(unique).toEqual([0, 1, 3]);
    expect([...slotOf]).toEqual([0, 1, 0, 2, 1, 0]);
  });

  test('are found exactly where a map over hex strings finds them', () => {
    const poolKey = derivePoolKey(secret, 'default');
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c', 'dd', 'ee', 'fff', ''), { maxLength: 200 }),
        (texts) => {
          const keys = recallKeys(poolKey, texts);
          const { unique, slotOf } = groupDuplicates(keys);
          const first = new Map<string, number>();
          for (const [position, key] of keys.entries())
            if (!first.has(hex(key))) first.set(hex(key), position);
          expect(unique).toEqual([...first.values()]);
          expect(texts.map((_, i) => unique[slotOf[i]!])).toEqual(keys.map((key) => first.get(hex(key))));
        },
      ),
    );
  });

  test('are told apart by every byte, even where the first bytes agree', () => {
    const keys = Array.from({ length: 300 }, (_, i) => {
      const key = new Uint8Array(32);
      key[31] = i & 0xff;
      key[20] = i >> 8;
      return key;
    });
    expect(groupDuplicates([...keys, ...keys]).unique).toEqual(Array.from({ length: 300 }, (_, i) => i));
  });

  test('of nothing are nothing', () => {
    expect(groupDuplicates([])).toEqual({ unique: [], slotOf: new Uint32Array(0) });
  });
});
