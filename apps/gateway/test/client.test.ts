import { createHash } from 'node:crypto';
import { createClient, WeighbridgeClientError } from '@weighbridge/client';
import { describe, expect, it } from 'vitest';
import { gatewayFor, refusalOf, shared, stubFor } from './harness.ts';

const stub = shared((undo) => stubFor({}, undo));
const gateway = shared((undo) => gatewayFor({ stub: stub() }, undo));

describe('a pipeline over the typed client', () => {
  it('gets thousands of vectors in order, packed into few requests, and pays for each text once', async () => {
    const { url, key } = gateway();
    const client = createClient({ url, key: await key('pipeline') });
    const inputs = Array.from({ length: 3000 }, (_, at) => `chunk ${at % 2500} of a document`);
    const quote = await client.quote({ inputs, dimensions: 64 });
    const result = await client.embed({ inputs, dimensions: 64, correlationId: 'nightly' });
    expect(result).toMatchObject({ count: 3000, failed: 0, requests: 2, costNanoUsd: quote.costNanoUsd });
    expect(result.matrix).toHaveLength(3000 * 64);
    expect(result.vectors[2600]).toEqual(result.vectors[100]);

    const journal = stub()
      .journal.entries()
      .filter(({ clientRequestId }) => clientRequestId === 'nightly');
    expect(journal).toHaveLength(2);
    const paid = journal.flatMap(({ sha256 }) => sha256);
    expect(new Set(paid).size).toBe(2500);
    expect(paid).toHaveLength(2500);
    expect(paid).toContain(createHash('sha256').update(inputs[0]!).digest('hex'));

    const rerun = await client.embed({ inputs, dimensions: 64 });
    expect(rerun).toMatchObject({ costNanoUsd: '0', cachedInputs: 3000, requests: 0 });
    expect(rerun.matrix).toEqual(result.matrix);
  });

  it('finds a call that failed by the id it brought: in the error, in the log and in the ledger', async () => {
    const { admin, as, key, log, url } = gateway();
    const token = await key('finding');
    const client = createClient({ url, key: token });
    const fault = { match: { contains: 'spoilt' } };
    stub().faults.always('bad_request', fault);
    const input = (correlationId: string) => ({ inputs: [`spoilt ${correlationId}`], correlationId });
    const typed = createClient({ url, key: token, fetch: withoutBulk() });
    const calls = {
      'find-bulk': () => client.embed(input('find-bulk')),
      'find-trpc': () => typed.embed(input('find-trpc')),
      'find-empty': () => client.embed({ inputs: [''], correlationId: 'find-empty' }),
    };
    for (const [id, call] of Object.entries(calls)) {
      const error = await call().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ correlationId: id });
      expect(
        log.lines().filter(({ msg, correlationId }) => msg === 'request' && correlationId === id),
      ).toHaveLength(1);
    }
    // In the input alone, of calls that go in one request together.
    const raw = await Promise.all(
      ['find-a', 'find-b'].map((id) => refusalOf(as(token).embeddings.embed.mutate(input(id)))),
    );
    expect(raw.map(({ correlationId }) => correlationId)).toEqual(['find-a', 'find-b']);
    stub().faults.clear();
    for (const id of ['find-bulk', 'find-trpc', 'find-a', 'find-b']) {
      expect((await admin.spend.ledger.query({ correlationId: id })).items).toMatchObject([
        { state: 'released', errorCode: 'PROVIDER_REJECTED' },
      ]);
    }
    const strange = await client
      .embed({ inputs: ['a'], correlationId: 'white space' })
      .catch((thrown) => thrown);
    expect(strange).toMatchObject({ code: 'INVALID_REQUEST', facts: { field: 'correlationId' } });
  });

  it('asks again after a broken connection only under an idempotency key, and pays once', async () => {
    const { url, key } = gateway();
    const breaking = (): typeof fetch => {
      let calls = 0;
      return async (input, init) => {
        const response = await fetch(input, init);
        if (++calls > 1) return response;
        await response.arrayBuffer();
        throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });
      };
    };
    const token = await key('breaking');
    const client = () => createClient({ url, key: token, fetch: breaking() });
    const plain = await client()
      .embed({ inputs: ['broken off'] })
      .catch((error: unknown) => error);
    expect(plain).toMatchObject({ code: 'GATEWAY_UNREACHABLE', facts: { sent: 'unknown' } });

    const request = { inputs: ['broken off, with a key'], idempotencyKey: 'import-1', correlationId: 'once' };
    const answer = await client().embed(request);
    const replayed = await createClient({ url, key: token }).embed(request);
    expect(replayed.requestId).toBe(answer.requestId);
    expect(replayed.costNanoUsd).toBe(answer.costNanoUsd);
    const sent = stub()
      .journal.entries()
      .filter(({ clientRequestId }) => clientRequestId === 'once');
    expect(sent).toHaveLength(1);
    const other = await createClient({ url, key: token })
      .embed({ ...request, inputs: ['another text'] })
      .catch((error: unknown) => error);
    expect(other).toMatchObject({ kind: 'conflict', retryable: false });
  });

  it('hears why a call was refused', async () => {
    const { url, key } = gateway();
    const client = createClient({ url, key: await key('refused') });
    const refused = await client.embed({ inputs: ['fine', ''] }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(WeighbridgeClientError);
    expect(refused).toMatchObject({ code: 'EMPTY_INPUT' });
  });
});

/** As with a gateway that has no route for bytes. */
function withoutBulk(): typeof fetch {
  return async (input, init) =>
    String(input).endsWith('/bulk/embeddings') ? new Response('{}', { status: 404 }) : fetch(input, init);
}
