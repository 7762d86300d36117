/** Sends the requests, and stands in for OpenAI: a process of its own, so that only the gateway's work is measured. */
import { once } from 'node:events';
import { startStub } from '@weighbridge/openai-stub';
import { askAsOwner } from '../ask.ts';
import { asksOf } from './asks.ts';

const runs = Number(process.env.BENCH_RUNS);
const only = process.env.BENCH_ONLY ?? '';
const stub = await startStub();
process.send?.({ baseUrl: stub.baseUrl });
const owner = await heard<{ url: string; token: string }>();
const { key } = await askAsOwner<{ key: string }>(owner, 'keys.create', { name: 'bench' });

// Nothing is as slow as the first time.
for (const at of [1, 2, 3]) {
  await send('/v1/embeddings', JSON.stringify({ model: 'text-embedding-3-small', input: `warm ${at}` }), {});
}
for (let run = 1; run <= runs; run++) {
  for (const { name, path, body, headers = {}, mode } of asksOf(run)) {
    if (mode) await askAsOwner(owner, 'providers.setMode', { mode });
    if (!name.includes(only)) continue;
    const text = JSON.stringify(body);
    process.send?.({ name, megabytes: Buffer.byteLength(text) / 1e6 });
    await heard();
    const answer = await send(path, text, headers);
    process.send?.({ answer });
    await heard();
  }
}
process.send?.({});
await heard();
await stub.close();
process.disconnect();

async function send(path: string, body: string, headers: Record<string, string>): Promise<string> {
  const response = await fetch(owner.url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body,
  });
  const bytes = await response.arrayBuffer();
  if (response.ok) return '200';
  const { error } = JSON.parse(Buffer.from(bytes).toString());
  return `${response.status} ${error.data?.weighbridge?.code ?? error.data?.code ?? error.code}`;
}

async function heard<T>(): Promise<T> {
  const [message] = await once(process, 'message');
  return message;
}
