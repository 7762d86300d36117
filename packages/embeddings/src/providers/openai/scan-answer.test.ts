import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findModel } from '../../models/catalogue.ts';
import { parseAnswer } from './parse-answer.ts';
import { AnswerScan } from './scan-answer.ts';

const model = findModel('text-embedding-3-small');

function base64(values: readonly number[]): string {
  return Buffer.from(Float32Array.from(values).buffer).toString('base64');
}

function both(body: Buffer, inputs: number, dimensions: number, chunkBytes = body.length) {
  const request = { inputs: new Array<string>(inputs).fill('x'), model, dimensions };
  const scan = new AnswerScan(request);
  for (let at = 0; at < body.length; at += chunkBytes) scan.push(body.subarray(at, at + chunkBytes));
  return {
    scanned: scan.finish('req_1'),
    parsed: parseAnswer(body.toString('utf8'), request, 'req_1'),
    /** What the parser says of the body as the scan hands it on. */
    handedOn: parseAnswer(scan.body(), request, 'req_1'),
  };
}

const answer = (items: readonly unknown[], rest: object = {}) =>
  JSON.stringify({ object: 'list', data: items, model: 'served', usage: { prompt_tokens: 7 }, ...rest });
const item = (index: unknown, values: readonly number[]) => ({
  object: 'embedding',
  index,
  embedding: base64(values),
});
const scan = (body: string, inputs = 1, dimensions = 1) =>
  both(Buffer.from(body), inputs, dimensions).scanned;

const space = fc.stringMatching(/^[ \n\r\t]{0,3}$/);
const float = fc.float({ noNaN: true });

/** One item as text: fields in any order, with white space, and now and then something that is not as it should be. */
function itemText(index: number, dimensions: number) {
  const right = fc
    .array(float, { minLength: dimensions, maxLength: dimensions })
    .map((values) => JSON.stringify(base64(values)));
  const odd = fc.oneof(
    right.map((text) => text.replaceAll('/', '\\/')),
    right.map((text) => text.replace(/=+/, '')),
    right.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
    right.map((text) => text.replace(/[A-Z]/, '*')),
    right.map((text) => text.replace(/[a-z]/, '\\"')),
    right.map((text) => text.replace(/.=?"$/, '="')),
    right.map((text) => text.replace(/="$/, 'A"')),
    right.map((text) => text.replace('A', 'é')),
    fc.array(float, { maxLength: dimensions + 1 }).map((values) => JSON.stringify(base64(values))),
    fc.array(float, { maxLength: dimensions + 1 }).map((values) => JSON.stringify(values)),
    fc.constantFrom('null', '""', '"', '{}'),
  );
  const oddIndex = fc.constantFrom('-1', '0', '1', '99', '1.0', '1e0', '01', '"1"', 'null', '12345678901');
  const extra = fc.constantFrom(
    '"object":"embedding"',
    '"object":"embed\\u0064ing"',
    '"n":null',
    '"n":[1,{"index":3}]',
    '"":"x"',
    '"ïndex":"x"',
    '"inde\\u0078":0',
    '"index":0',
    '"embedding":"AAAA"',
    '"broken"',
  );
  return fc
    .record({
      embedding: fc.oneof({ weight: 60, arbitrary: right }, { weight: 1, arbitrary: odd }),
      index: fc.oneof(
        { weight: 60, arbitrary: fc.constant(String(index)) },
        { weight: 1, arbitrary: oddIndex },
      ),
      extra: fc.oneof(
        { weight: 30, arbitrary: fc.constant('"object":"embedding"') },
        { weight: 1, arbitrary: extra },
      ),
      order: fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
      gap: fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: space }),
    })
    .map(({ embedding, index, extra, order, gap }) => {
      const fields = [`"embedding"${gap}:${gap}${embedding}`, `"index":${gap}${index}`, extra];
      return `{${gap}${order.map((at) => fields[at]).join(`${gap},${gap}`)}${gap}}`;
    });
}

/** A whole body, most of them perfect. */
const body = fc
  .record({ inputs: fc.integer({ min: 1, max: 6 }), dimensions: fc.integer({ min: 1, max: 5 }) })
  .chain(({ inputs, dimensions }) => {
    const indices = Array.from({ length: inputs }, (_, index) => index);
    return fc
      .record({
        items: fc.tuple(...indices.map((index) => itemText(index, dimensions))),
        order: fc.oneof(
          { weight: 20, arbitrary: fc.shuffledSubarray(indices, { minLength: inputs }) },
          { weight: 1, arbitrary: fc.array(fc.nat(inputs - 1), { maxLength: inputs + 1 }) },
        ),
        members: fc.uniqueArray(
          fc.constantFrom(
            '"object":"list"',
            '"model":"served"',
            '"model":"serv\\u0065d é"',
            '"model":3',
            '"usage":{"prompt_tokens":7,"total_tokens":7}',
            '"usage":{"total_tokens":9,"data":[1,"]}"]}',
            '"usage":null',
            '"id":"a\\"]}"',
            '"x":[[],{"data":[]}]',
            '"x":1e5',
          ),
          { maxLength: 5 },
        ),
        odd: fc.oneof(
          { weight: 30, arbitrary: fc.constant('') },
          { weight: 1, arbitrary: fc.constantFrom('"data":[]', '"d\\u0061ta":[]', '"x":', '"é":1', 'x') },
        ),
        at: fc.nat(6),
        gap: fc.oneof({ weight: 3, arbitrary: fc.constant('') }, { weight: 1, arbitrary: space }),
        cut: fc.oneof({ weight: 30, arbitrary: fc.constant(1) }, fc.double({ min: 0, max: 1, noNaN: true })),
        tail: fc.oneof({ weight: 30, arbitrary: space }, fc.constantFrom('x', '{}', ',', '\u0000')),
      })
      .map(({ items, order, members, odd, at, gap, cut, tail }) => {
        const data = `"data"${gap}:${gap}[${gap}${order.map((index) => items[index]).join(`${gap},${gap}`)}${gap}]`;
        const all: string[] = odd ? [...members, odd] : members;
        const text = `${gap}{${gap}${all.toSpliced(at, 0, data).join(`${gap},${gap}`)}${gap}}${tail}`;
        return { inputs, dimensions, text: text.slice(0, Math.ceil(text.length * cut)) };
      });
  });

describe('scanning an answer', () => {
  test('gives what parsing gives, or leaves it to that, whatever the body', () => {
    let taken = 0;
    let left = 0;
    fc.assert(
      fc.property(body, fc.integer({ min: 1, max: 200 }), ({ inputs, dimensions, text }, chunkBytes) => {
        const { scanned, parsed, handedOn } = both(Buffer.from(text), inputs, dimensions, chunkBytes);
        if (scanned) expect(scanned).toEqual(parsed);
        expect(handedOn).toEqual(parsed);
        if (scanned) taken++;
        else left++;
      }),
      { numRuns: 4000 },
    );
    // Both ways were gone often enough for this to mean something.
    expect(taken).toBeGreaterThan(800);
    expect(left).toBeGreaterThan(400);
  });

  test('gives what parsing gives when single bytes of a perfect body are damaged', () => {
    const perfect = Buffer.from(answer([item(1, [1, 2]), item(0, [3, 4])]));
    fc.assert(
      fc.property(fc.nat(perfect.length - 1), fc.nat(255), (at, byte) => {
        const damaged = Buffer.from(perfect);
        damaged[at] = byte;
        const { scanned, parsed, handedOn } = both(damaged, 2, 2);
        if (scanned) expect(scanned).toEqual(parsed);
        expect(handedOn).toEqual(parsed);
      }),
      { numRuns: 3000 },
    );
  });

  test('takes what OpenAI sends', () => {
    const scanned = scan(`${answer([item(1, [0.5, -1]), item(0, [2, 3])])}\n`, 2, 2);
    expect(scanned?.vectors.map((vector) => [...(vector ?? [])])).toEqual([
      [2, 3],
      [0.5, -1],
    ]);
    expect(scanned).toMatchObject({ meteredTokens: 7, model: 'served', providerRequestId: 'req_1' });
  });

  test('takes an answer of megabytes, however it is cut into chunks', () => {
    const rows = Array.from({ length: 120 }, (_, row) => Array.from({ length: 1536 }, (_, at) => row + at));
    const large = Buffer.from(answer(rows.map((values, index) => item(index, values))));
    for (const chunkBytes of [1_000, 8_191, 65_536, 300_000, large.length]) {
      const { scanned, parsed } = both(large, 120, 1536, chunkBytes);
      expect(scanned?.vectors.length).toBe(120);
      expect(scanned?.vectors.every((vector, row) => vector?.every((x, at) => x === row + at))).toBe(true);
      expect({ ...scanned, vectors: [] }).toEqual({ ...parsed, vectors: [] });
    }
  });

  test('takes rows of any length, padded or not', () => {
    for (let dimensions = 1; dimensions <= 12; dimensions++) {
      const values = Array.from({ length: dimensions }, (_, at) => at + 0.25);
      expect([...(scan(answer([item(0, values)]), 1, dimensions)?.vectors[0] ?? [])]).toEqual(values);
    }
  });

  test('puts all vectors into one piece of memory', () => {
    const vectors = scan(answer([item(0, [1]), item(1, [2])]), 2)?.vectors;
    expect(vectors?.[1]?.buffer).toBe(vectors?.[0]?.buffer);
  });

  test.each([
    ['a missing vector', answer([item(0, [1])]), 2],
    ['an index twice', answer([item(0, [1]), item(0, [1])]), 2],
    ['an index outside', answer([item(0, [1]), item(2, [1])]), 2],
    ['one vector too many', answer([item(0, [1]), item(1, [1])]), 1],
    ['another length', answer([item(0, [1, 2])]), 1],
    ['floats', answer([{ index: 0, embedding: [1] }]), 1],
    ['no data', '{"object":"list"}', 1],
    ['data twice', answer([item(0, [1])]).replace(/}$/, ',"data":[]}'), 1],
    ['a cut', answer([item(0, [1])]).slice(0, -1), 1],
    ['nothing', '', 1],
  ])('leaves %s to the parser', (_, text, inputs) => {
    expect(scan(text, inputs)).toBeUndefined();
  });
});
