import OpenAI from 'openai';
import { expect, inject, test } from 'vitest';

const { openaiBaseUrl, key } = inject('gateway');
const openai = new OpenAI({ baseURL: openaiBaseUrl, apiKey: key });

async function embed(...input: string[]) {
  const { data } = await openai.embeddings.create({ model: 'text-embedding-3-small', input });
  return data.map(({ embedding }) => embedding);
}

test('the text that is about the same thing is the nearest', async () => {
  const [query, bread, truck] = await embed(
    'baking bread',
    'how to bake a loaf of bread',
    'a truck on the road',
  );
  const cosine = (left: number[] = [], right: number[] = []) =>
    left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
  expect(cosine(query, bread)).toBeGreaterThan(cosine(query, truck));
});

test('the same text has the same vector, in every run', async () => {
  const [first] = await embed('deterministic');
  const [again] = await embed('deterministic');
  expect(again).toEqual(first);
});
