import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseLargeJson } from './large-json.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true });
const parse = (text: string) => parseLargeJson(Buffer.from(text));

/** What parsing as a whole says: the value, or that there is none. */
function whole(bytes: Buffer): { value: unknown } | 'refused' {
  try {
    return { value: JSON.parse(utf8.decode(bytes)) };
  } catch {
    return 'refused';
  }
}

const inSlices = (bytes: Buffer) =>
  parseLargeJson(bytes).then(
    (value) => ({ value: plain(value) }),
    () => 'refused' as const,
  );

/** Typed arrays of ids as the arrays that they stand for. */
function plain(value: unknown): unknown {
  if (value instanceof Uint32Array) return Array.from(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
}

const names = fc.constantFrom('input', 'inputs', 'model', 'in\\u0070ut', '', '__proto__', 'é');
const space = fc.constantFrom('', '', '', ' ', '\n\t');
const scalar = fc.oneof(
  fc.string({ unit: 'grapheme' }).map((text) => JSON.stringify(text)),
  fc.integer().map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constantFrom('null', 'true', '"a\\\\"', '"\\"],"', '{"a":[1,"]"]}', '{}'),
  // Now and then something that is none.
  { weight: 1, arbitrary: fc.constantFrom('', '01', 'nul', '"', '[', ']', '1 2', '-', '"\n"', ',') },
);
const { value: json } = fc.letrec<{ value: string; list: string }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, { weight: 3, arbitrary: scalar }, tie('list')),
  list: fc
    .tuple(fc.array(tie('value'), { maxLength: 5 }), space)
    .map(([items, gap]) => `[${gap}${items.join(`${gap},${gap}`)}${gap}]`),
}));
const body = fc
  .tuple(fc.array(fc.tuple(names, json), { maxLength: 4 }), space, fc.constantFrom('', '', '', 'x', ','))
  .map(
    ([members, gap, tail]) =>
      `${gap}{${gap}${members.map(([name, value]) => `"${name}"${gap}:${gap}${value}`).join(`${gap},${gap}`)}${gap}}${tail}`,
  );

describe('a large body', () => {
  it('is what it is when parsed as a whole, or refused like it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(body, json), async (text) => {
        expect(await inSlices(Buffer.from(text))).toEqual(whole(Buffer.from(text)));
      }),
      { numRuns: 3000 },
    );
  });

  it('is refused when a byte is damaged so that the whole would be', async () => {
    const sound = Buffer.from('{"model":"m","input":["é","b\\"",[1,2],[],{"a":1}],"user":null}');
    await fc.assert(
      fc.asyncProperty(fc.nat(sound.length - 1), fc.nat(255), async (at, byte) => {
        const damaged = Buffer.from(sound);
        damaged[at] = byte;
        expect(await inSlices(damaged)).toEqual(whole(damaged));
      }),
      { numRuns: 2000 },
    );
  });

  it('may begin with a byte order mark, and hold none between its parts', async () => {
    expect(await parse('\ufeff{"input":["\ufeffa"]}')).toEqual({ input: ['\ufeffa'] });
    await expect(parse('{"input":[]\ufeff,"a":1}')).rejects.toThrow(SyntaxError);
    await expect(parse('{"input":[\ufeff"a"]}')).rejects.toThrow(SyntaxError);
  });

  it('is the same with texts of megabytes, alone and in lists', async () => {
    const long = '中a'.repeat(700_000);
    for (const value of [
      { input: long, model: 'm' },
      { input: ['a', long, [1], [], long, 'b', `${long}\n`], n: 1 },
      { inputs: [[long, 1], 2] },
    ]) {
      expect(await parse(JSON.stringify(value))).toEqual(value);
    }
    await expect(parse(`{"input":"${long}\n"}`)).rejects.toThrow(SyntaxError);
    expect(await parse(`{"input":["${long}" , "${long}"\n ], "x" : 1}`)).toEqual({
      input: [long, long],
      x: 1,
    });
    const noText = Buffer.concat([Buffer.from('{"input":"'), Buffer.alloc(3e6, 0x80), Buffer.from('"}')]);
    await expect(parseLargeJson(noText)).rejects.toThrow(TypeError);
  });

  // Slices are of 64 kB: these end within some bytes of one.
  const edge = fc
    .tuple(
      fc.integer({ min: 65_500, max: 65_560 }),
      fc.array(
        fc.constantFrom(
          '\\n',
          '\\u00e9',
          '\\ud83d\\ude00',
          '中',
          '🙂',
          '\\\\',
          '\\"',
          'x',
          ',',
          ']',
          '\\\\\\"',
        ),
        { maxLength: 12 },
      ),
      // Now and then something that is none.
      fc.constantFrom('', '', '', '', '"', '\n', '\\x', '\\u12'),
    )
    .map(([length, parts, broken]) => `"${'y'.repeat(length)}${parts.join('')}${broken}${parts.join('')}"`);
  const blank = fc.integer({ min: 65_500, max: 65_560 }).map((length) => ' '.repeat(length));
  const wide = fc.letrec<{ value: string; list: string; object: string }>((tie) => ({
    value: fc.oneof({ maxDepth: 3 }, scalar, edge, tie('list'), tie('object')),
    list: fc
      .tuple(fc.array(tie('value'), { maxLength: 4 }), fc.oneof({ weight: 5, arbitrary: space }, blank))
      .map(([items, gap]) => `[${gap}${items.join(`${gap},`)}${gap}]`),
    object: fc
      .array(
        fc.tuple(
          fc.oneof(
            names.map((name) => `"${name}"`),
            edge,
          ),
          tie('value'),
          space,
        ),
        { maxLength: 3 },
      )
      .map((members) => `{${members.map(([name, value, gap]) => `${name}${gap}:${value}${gap}`).join()}}`),
  })).value;

  it('is the same when escapes, characters and values lie across the slices', async () => {
    await fc.assert(
      fc.asyncProperty(wide, names, async (value, name) => {
        const bytes = Buffer.from(`{"${name}":${value},"n":[1,${value}]}`);
        expect(await inSlices(bytes)).toEqual(whole(bytes));
      }),
      { numRuns: 300 },
    );
  }, 120_000);

  it('has its token ids as typed arrays, where there are many, and what is none of them as it is', async () => {
    const many = Array.from({ length: 40_000 }, (_, at) => at * 100_003);
    const read = await parse(JSON.stringify({ input: many, n: many, inputs: [many] }));
    expect(read).toEqual({ input: Uint32Array.from(many), n: many, inputs: [many] });
    const id = fc.oneof(
      { weight: 30, arbitrary: fc.nat(0xffff_ffff).map(String) },
      fc.constantFrom('0', '4294967295', ' 7 ', '\n8'),
      // Now and then something that is none.
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          '4294967296',
          '01',
          '-1',
          '1.5',
          '1e3',
          '99999999999999999999',
          '',
          '"a"',
          'null',
          '[1]',
          '1 2',
        ),
      },
    );
    const list = fc.array(id, { minLength: 1, maxLength: 400, size: 'max' }).map((ids) => `[${ids.join()}]`);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          list,
          fc.array(list, { maxLength: 5 }).map((lists) => `[${lists.join()}]`),
        ),
        async (ids) => {
          const bytes = Buffer.from(`{"input":${ids}}`);
          expect(await inSlices(bytes)).toEqual(whole(bytes));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is refused when it would take more memory than its bytes let expect', async () => {
    const tooLarge = { code: 'REQUEST_TOO_LARGE' };
    await expect(parse(`{"input":[${'{},'.repeat(5e6)}{}]}`)).rejects.toMatchObject(tooLarge);
    const members = Array.from({ length: 20_000 }, (_, at) => `"${at}":1`);
    await expect(parse(`{${members.join()}}`)).rejects.toMatchObject(tooLarge);
    await expect(parse('['.repeat(1e7))).rejects.toThrow(SyntaxError);
    await expect(parse(`{"input":${'['.repeat(1e5)}${']'.repeat(1e5)}}`)).rejects.toThrow(SyntaxError);
  });

  it('is parsed over several turns of the event loop', async () => {
    const input = Array.from({ length: 200_000 }, (_, index) => `text ${index} ${'é'.repeat(20)}`);
    const ids = Array.from({ length: 300 }, (_, list) => Array.from({ length: 2000 }, (_, at) => list + at));
    let turns = 0;
    const count = () => {
      turns++;
      turning = setImmediate(count);
    };
    let turning = setImmediate(count);
    expect(await parse(JSON.stringify({ model: 'm', input }))).toEqual({ model: 'm', input });
    expect(await parse(JSON.stringify({ inputs: ids, model: 'm' }))).toEqual({ model: 'm', inputs: ids });
    clearImmediate(turning);
    expect(turns).toBeGreaterThan(3);
  });
});
