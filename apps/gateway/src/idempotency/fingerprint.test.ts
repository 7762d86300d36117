import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fingerprintOf } from './fingerprint.ts';

const key = new Uint8Array(32).fill(3);
const hex = async (value: unknown) => Buffer.from(await fingerprintOf(key, value)).toString('hex');

it('is the same for the same content, in any order of fields, and for fields that are absent', async () => {
  expect(await hex({ a: 1, b: ['x'] })).toBe(await hex({ b: ['x'], a: 1, c: undefined }));
  expect(await hex({ a: 1 })).not.toBe(await hex({ a: null }));
});

it('differs exactly where JSON with sorted fields differs', async () => {
  const canonical = (value: unknown) =>
    JSON.stringify(value, (_, field) =>
      typeof field === 'object' && field !== null && !Array.isArray(field)
        ? Object.fromEntries(Object.entries(field).sort(([a], [b]) => (a < b ? -1 : 1)))
        : field,
    );
  // Few values, so that many pairs are alike.
  const leaf = fc.constantFrom('', 'a', 'ab', 's1:a', '1', 'null', 1, 12, null, true, false, '\ud83d');
  const value = fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('any'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'input'), tie('any'), { maxKeys: 3 }),
    ),
  })).any;
  await fc.assert(
    fc.asyncProperty(value, value, async (one, two) => {
      expect((await hex(one)) === (await hex(two))).toBe(canonical(one) === canonical(two));
    }),
    { numRuns: 500 },
  );
});

it('is the same for ids in a typed array', async () => {
  for (const ids of [[], [1], Array.from({ length: 100_000 }, (_, at) => at * 40_000)]) {
    expect(await hex({ input: [Uint32Array.from(ids)] })).toBe(await hex({ input: [ids] }));
  }
  expect(await hex(Uint32Array.of(1, 2))).not.toBe(await hex(Uint32Array.of(12)));
});

it('needs the key, and does not hold up others for a long text', async () => {
  const other = Buffer.from(await fingerprintOf(new Uint8Array(32).fill(4), 'a')).toString('hex');
  expect(other).not.toBe(await hex('a'));
  let turns = 0;
  let going = true;
  const count = () => {
    turns += 1;
    if (going) setImmediate(count);
  };
  setImmediate(count);
  await hex('x'.repeat(60_000_000));
  going = false;
  expect(turns).toBeGreaterThan(2);
});
