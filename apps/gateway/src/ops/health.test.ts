import { StorageError } from '@weighbridge/embeddings';
import Fastify from 'fastify';
import { describe, expect, it, vi } from 'vitest';
import { healthRoutes } from './health.ts';

async function ask(path: string, ping: () => Promise<void>, isClosing = () => false) {
  const app = Fastify();
  healthRoutes(app, { stores: { ping }, isClosing });
  const response = await app.inject(path);
  return { status: response.statusCode, body: response.json() as unknown };
}

const fine = async () => undefined;
const broken = async () => {
  throw new StorageError('STORAGE_UNAVAILABLE', 'The disk reported an error.');
};

describe('health', () => {
  it('is up as long as the process is', async () => {
    expect(await ask('/healthz', broken, () => true)).toEqual({ status: 200, body: { status: 'ok' } });
  });

  it('is ready while the database answers', async () => {
    expect(await ask('/readyz', fine)).toEqual({ status: 200, body: { status: 'ready' } });
  });

  it('finds out once a second, however often it is asked', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    const ping = vi.fn().mockResolvedValueOnce(undefined).mockImplementation(broken);
    const app = Fastify();
    healthRoutes(app, { stores: { ping }, isClosing: () => false });
    const status = async () => (await app.inject('/readyz')).statusCode;
    expect(await Promise.all(Array.from({ length: 20 }, status))).toEqual(new Array(20).fill(200));
    vi.advanceTimersByTime(999);
    expect(await status()).toBe(200);
    vi.advanceTimersByTime(1);
    expect(await status()).toBe(503);
    expect(ping).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });

  it('says what is wrong, and never the text of an unknown error', async () => {
    const problem = { code: 'STORAGE_UNAVAILABLE', message: 'The disk reported an error.' };
    expect(await ask('/readyz', broken)).toEqual({
      status: 503,
      body: { status: 'not ready', problems: [problem] },
    });
    const secret = await ask('/readyz', () => Promise.reject(new Error('SELECT my diary')));
    expect(secret.status).toBe(503);
    expect(JSON.stringify(secret.body)).not.toContain('diary');
    expect(await ask('/readyz', fine, () => true)).toMatchObject({ status: 503 });
  });
});
