import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { addSecurityHeaders } from './security-headers.ts';

it('every answer has them: a success, an error and what is not there', async () => {
  const app = Fastify();
  addSecurityHeaders(app);
  app.get('/fine', async () => 'fine');
  app.get('/broken', async () => {
    throw new Error('broken');
  });
  for (const [url, status] of [
    ['/fine', 200],
    ['/broken', 500],
    ['/absent', 404],
  ] as const) {
    const { statusCode, headers } = await app.inject(url);
    expect(statusCode).toBe(status);
    expect(headers).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
    });
    expect(headers).not.toHaveProperty('strict-transport-security');
    expect(headers).not.toHaveProperty('x-powered-by');
  }
  await app.close();
});
