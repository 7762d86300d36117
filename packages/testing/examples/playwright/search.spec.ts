import { expect, test } from '@playwright/test';

test('the program under test gets its vectors', async ({ request }) => {
  const response = await request.post('/v1/embeddings', {
    data: { model: 'text-embedding-3-small', input: ['one text', 'another'] },
  });
  const { data, usage } = await response.json();
  expect(data).toHaveLength(2);
  expect(usage.total_tokens).toBe(3);
});
