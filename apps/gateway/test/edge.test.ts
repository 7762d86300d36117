import { fileURLToPath } from 'node:url';
import { EdgeVM } from '@edge-runtime/vm';
import { build } from 'esbuild';
import { beforeAll, describe, expect, it } from 'vitest';
import { gatewayFor, shared } from './harness.ts';

const gateway = shared((undo) => gatewayFor({}, undo));

let bundle: string;

beforeAll(async () => {
  const result = await build({
    entryPoints: [fileURLToPath(new URL('../../../packages/client/src/index.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'weighbridge',
    // Anything of Node's in the graph is an error here.
    platform: 'browser',
    conditions: ['worker', 'browser'],
    metafile: true,
    logLevel: 'silent',
  });
  bundle = result.outputFiles[0]!.text;
});

/** Runs a script in a runtime that has fetch and streams, and nothing of Node's. */
async function onTheEdge<T>(script: string, given: Record<string, unknown>): Promise<T> {
  const vm = new EdgeVM({ extend: (context) => Object.assign(context, { given }) });
  return vm.evaluate<Promise<T>>(`${bundle};(async () => {${script}})()`);
}

describe('the client in an edge runtime', () => {
  it('is a world without Node', async () => {
    const kinds = await onTheEdge('return [typeof Buffer, typeof process, typeof require].join()', {});
    expect(kinds).toBe('undefined,undefined,undefined');
  });

  it('embeds over bytes, and by tRPC where a gateway has no bulk route', async () => {
    const { url, cliToken } = gateway();
    const script = `
      const { url, token, blocked } = given;
      const send = (input, init) =>
        blocked && String(input).includes('/bulk/') ? Promise.resolve(new Response('', { status: 404 })) : fetch(input, init);
      const client = weighbridge.createClient({ url, token, fetch: send });
      const { vectors, space } = await client.embed({ inputs: ['on', 'the edge'], dimensions: 4 });
      const { tokens } = await client.quote({ inputs: ['on', 'the edge'] });
      const refused = await client.embed({ inputs: [''] }).catch((error) => error);
      const streamed = [];
      const { signal } = new AbortController();
      for await (const batch of client.embedStream(['on', 'the edge'], { dimensions: 4, maxInputs: 1, signal })) {
        streamed.push(...batch.vectors);
      }
      const plain = (rows) => rows.map((row) => [...row]);
      return JSON.stringify({
        vectors: plain(vectors), streamed: plain(streamed), space, tokens, code: refused.code,
      });
    `;
    const [byBytes, byTrpc] = await Promise.all(
      [false, true].map((blocked) => onTheEdge<string>(script, { url, token: cliToken, blocked })),
    );
    const answer = JSON.parse(byBytes!);
    expect(answer).toMatchObject({ tokens: 3, code: 'EMPTY_INPUT', space: expect.stringContaining('mock') });
    expect(answer.vectors.flat()).toHaveLength(8);
    expect(answer.streamed).toEqual(answer.vectors);
    expect(byTrpc).toBe(byBytes);
  });
});
