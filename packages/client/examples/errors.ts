import { createClient, WeighbridgeClientError } from '@weighbridge/client';

const weighbridge = createClient({
  url: process.env.WEIGHBRIDGE_URL ?? 'http://127.0.0.1:4100',
  key: process.env.WEIGHBRIDGE_KEY,
});

/** When to try again: now, at an instant, or not before somebody has done something. */
function whenAgain(error: WeighbridgeClientError): Date | 'never' {
  if (error.code === 'BUDGET_EXCEEDED' && typeof error.facts.resetsAt === 'string')
    return new Date(error.facts.resetsAt);
  return error.retryable ? new Date(Date.now() + (error.retryAfterMs ?? 1000)) : 'never';
}

try {
  // Pinned to the space of a collection: a gateway that was switched to another mode refuses before it sends anything.
  await weighbridge.embed({ inputs: ['a chunk'], space: 'openai/text-embedding-3-small/1536' });
} catch (error) {
  if (!WeighbridgeClientError.isInstance(error)) throw error;
  console.log(error.code, error.message, error.facts, whenAgain(error));
}

const abort = new AbortController();
abort.abort();
const cancelled = await weighbridge
  .embed({ inputs: ['a chunk'], signal: abort.signal })
  .catch((error) => error.code);
console.log(cancelled);
