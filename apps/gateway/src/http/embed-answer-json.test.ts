import type { EmbedOutput } from '@weighbridge/api';
import { describe, expect, it } from 'vitest';
import { embedAnswerJson } from './embed-answer-json.ts';

const answer = {
  requestId: 'call_1',
  correlationId: 'a "quoted" id',
  vectors: null,
  floats: null,
  items: [{ tokens: 1, cached: false, warnings: [], error: null }],
  fallback: { from: 'openai', code: 'X', reason: 'naïve 🚚' },
} as unknown as EmbedOutput;

describe('embedAnswerJson', () => {
  it.each([
    ['a blob', { vectors: Buffer.from(new Float32Array([0.1, -2]).buffer).toString('base64') }],
    ['rows', { floats: [[0.1, -2, 1e-20, -0], null, [3]] }],
    ['no rows', { floats: [] }],
    ['many rows', { floats: Array.from({ length: 5000 }, (_, at) => [at, -at / 3, 0.5, 7, 9]) }],
  ])('writes what a serializer would, for %s', async (_name, part) => {
    const whole = { ...answer, ...part } as EmbedOutput;
    const json = (await embedAnswerJson(whole)).toString();
    expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ result: { data: whole } })));
  });
});
