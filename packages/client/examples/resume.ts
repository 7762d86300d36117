import { createClient, EmbedStreamError } from '@weighbridge/client';

const weighbridge = createClient({
  url: process.env.WEIGHBRIDGE_URL ?? 'http://127.0.0.1:4100',
  key: process.env.WEIGHBRIDGE_KEY,
});
const stored: string[] = [];
/** What a run needs to go on: kept wherever the vectors are. */
let checkpoint: { position: number; space?: string } = { position: 0 };

async function run(chunks: Iterable<string>) {
  const { position: startAt, space } = checkpoint;
  try {
    const stream = weighbridge.embedStream(chunks, { startAt, maxInputs: 100, dimensions: 64, space });
    for await (const batch of stream) {
      stored.push(...batch.items);
      checkpoint = { position: batch.position + batch.items.length, space: batch.space };
    }
  } catch (error) {
    if (!(error instanceof EmbedStreamError)) throw error;
    // Every item before it was yielded; what was paid for beyond it is answered from the cache.
    console.log(error.code, 'at', error.position);
  }
}

const texts = Array.from({ length: 1000 }, (_, at) => `paragraph ${at}`);
function* broken() {
  yield* texts.slice(0, 333);
  throw new Error('the disk went away');
}

await run(broken());
await run(texts);
console.log('stored', stored.length, 'of', texts.length, 'each once:', new Set(stored).size === texts.length);
