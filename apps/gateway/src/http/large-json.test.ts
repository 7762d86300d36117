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
    (value) => ({ value }),
    () => 'refused' as const,
  );

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

  it('is parsed over several turns of the event loop', async () => {
    const input = Array.from({ length: 60_000 }, (_, index) => `text ${index} ${'é'.repeat(20)}`);
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
    expect(turns).toBeGreaterThan(4);
  });
});
