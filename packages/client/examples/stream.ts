import { createClient } from '@weighbridge/client';

const weighbridge = createClient({
  url: process.env.WEIGHBRIDGE_URL ?? 'http://127.0.0.1:4100',
  key: process.env.WEIGHBRIDGE_KEY,
});

/** Anything that can be iterated over: rows of a table, lines of a file, another service. */
async function* chunks() {
  for (let id = 0; id < 5000; id++) yield { id, text: `chunk number ${id}` };
}

const store = new Map<number, Float32Array>();
const stream = weighbridge.embedStream(chunks(), {
  dimensions: 256,
  correlationId: 'nightly-2026-11-25',
  onProgress: ({ position, tokens, cached }) =>
    console.log(position, 'done,', tokens, 'tokens,', cached, 'cached'),
});
for await (const { items, vectors } of stream) {
  // The stream waits here: what is slow to store is not buffered.
  for (const [index, { id }] of items.entries()) store.set(id, vectors[index] ?? new Float32Array());
}
console.log('stored', store.size);
