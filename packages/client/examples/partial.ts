import { createClient } from '@weighbridge/client';

const weighbridge = createClient({
  url: process.env.WEIGHBRIDGE_URL ?? 'http://127.0.0.1:4100',
  key: process.env.WEIGHBRIDGE_KEY,
});

const inputs = ['fine', '', 'far too long '.repeat(10_000), 'cut in half \ud83d', 'also fine'];
const answer = await weighbridge.embed({ inputs, partial: true });
for (const [index, vector] of answer.vectors.entries()) {
  // Null where it failed, never an empty vector that could be stored by mistake.
  console.log(index, vector ? `${vector.length} numbers` : answer.items[index]?.error?.code);
}

// Or embed long texts whole, as windows that are averaged by their tokens.
const split = await weighbridge.embed({ inputs: [inputs[2] ?? ''], tooLong: 'split' });
console.log('windows', split.items[0]?.windows);
