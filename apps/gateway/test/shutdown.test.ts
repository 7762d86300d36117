import { Agent, request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import { gatewayFor, refusalOf, stubFor } from './harness.ts';

describe('a shutdown', () => {
  it('finishes what was begun, and answers newcomers 503 meanwhile', async () => {
    const stub = await stubFor();
    const gateway = await gatewayFor({ stub });
    const kept = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => kept.destroy());
    const get = (path: string) =>
      new Promise<{ status: number; retryAfter: string | undefined; text: string }>((resolve, reject) => {
        const headers = { authorization: `Bearer ${gateway.cliToken}` };
        request(`${gateway.url}${path}`, { agent: kept, headers }, async (response) => {
          let text = '';
          for await (const chunk of response) text += chunk;
          resolve({ status: response.statusCode!, retryAfter: response.headers['retry-after'], text });
        })
          .on('error', reject)
          .end();
      });
    expect((await get('/v1/models')).status).toBe(200);
    stub.gate.hold('after_billing');
    const begun = gateway.admin.embeddings.embed.mutate({ inputs: ['begun'] });
    await stub.gate.waitFor(1);
    const closed = gateway.close();
    const refused = await get('/v1/models');
    expect(refused).toMatchObject({ status: 503, retryAfter: '5' });
    expect(JSON.parse(refused.text)).toMatchObject({ error: { code: 'shutting_down' } });
    expect(await refusalOf(gateway.admin.embeddings.embed.mutate({ inputs: ['late'] }))).toMatchObject({
      code: 'SHUTTING_DOWN',
      status: 503,
      retryable: true,
    });
    expect(await get('/readyz')).toMatchObject({
      status: 503,
      text: expect.stringContaining('SHUTTING_DOWN'),
    });
    expect((await get('/healthz')).status).toBe(200);
    stub.gate.release();
    expect(await begun).toMatchObject({ provider: 'openai', count: 1 });
    await closed;
    await expect(get('/healthz')).rejects.toThrow();

    const next = await gatewayFor({ stub, dataDir: gateway.dataDir });
    expect(next.recovered).toEqual({ uncertain: 0 });
    expect(await next.admin.embeddings.embed.mutate({ inputs: ['begun'] })).toMatchObject({
      cachedInputs: 1,
    });
  });

  it('does not wait for ever: what is still out is uncertain at the next start', async () => {
    const stub = await stubFor();
    const gateway = await gatewayFor({ stub, drainMs: 50 });
    stub.gate.hold('after_billing');
    const begun = refusalOf(gateway.admin.embeddings.embed.mutate({ inputs: ['stuck'] })).catch(
      (error) => error,
    );
    await stub.gate.waitFor(1);
    await gateway.close();
    await begun;
    stub.gate.release();
    const next = await gatewayFor({ stub, dataDir: gateway.dataDir });
    const { items } = await next.admin.spend.ledger.query({});
    expect(items).toMatchObject([{ state: 'uncertain' }]);
  });
});
