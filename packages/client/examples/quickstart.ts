import { createClient } from '@weighbridge/client';

const weighbridge = createClient({
  url: process.env.WEIGHBRIDGE_URL ?? 'http://127.0.0.1:4100',
  key: process.env.WEIGHBRIDGE_KEY,
});
const chunks = ['a truck crosses the weighbridge', 'before it pays the toll'];

// What it would weigh and cost; nothing is sent.
const quote = await weighbridge.quote({ inputs: chunks });
console.log(quote.tokens, 'tokens,', quote.cost, quote.fits ? 'fits every budget' : 'does not fit');

const answer = await weighbridge.embed({ inputs: chunks, space: quote.space, tags: ['team:search'] });
for (const [index, vector] of answer.vectors.entries()) {
  // A Float32Array each, in the order of the inputs, all in one space.
  console.log(chunks[index], vector.length, answer.space);
}
console.log('paid', answer.costNanoUsd, 'nano-USD');
