import { setImmediate } from 'node:timers/promises';
import { shortestDecimal, toBase64 } from '@weighbridge/api';

/** Floats written before others get their turn on the event loop: a few milliseconds. */
const FLOATS_PER_TURN = 8 * 1536;

/** Vectors in base64 that make one string: of more, the pieces are put together as bytes. */
const FEW = 8;

/**
 * OpenAI's answer as JSON text, written row by row: a serializer of large arrays of floats would hold the event loop
 * for as long as it takes. A short one is a string, which Node sends in one piece with the headers.
 */
export async function embeddingsBody(answer: {
  vectors: readonly Float32Array[];
  encoding: 'float' | 'base64';
  model: string;
  tokens: number;
}): Promise<Buffer | string> {
  const { vectors, encoding, model, tokens } = answer;
  const usage = JSON.stringify({ prompt_tokens: tokens, total_tokens: tokens });
  const head = '{"object":"list","data":[';
  const tail = `],"model":${JSON.stringify(model)},"usage":${usage}}`;
  if (encoding === 'base64' && vectors.length <= FEW) {
    return head + vectors.map((vector, index) => row(index, `"${toBase64(vector)}"`)).join(',') + tail;
  }
  const parts: Buffer[] = [ascii(head)];
  let written = 0;
  for (const [index, vector] of vectors.entries()) {
    const embedding = encoding === 'base64' ? `"${toBase64(vector)}"` : `[${decimals(vector)}]`;
    parts.push(ascii(`${index === 0 ? '' : ','}${row(index, embedding)}`));
    written += encoding === 'float' ? vector.length : vector.length / 16;
    if (written >= FLOATS_PER_TURN) {
      written = 0;
      await setImmediate();
    }
  }
  parts.push(Buffer.from(tail));
  return Buffer.concat(parts);
}

function row(index: number, embedding: string): string {
  return `{"object":"embedding","index":${index},"embedding":${embedding}}`;
}

function decimals(vector: Float32Array): string {
  const row: number[] = [];
  for (const float of vector) row.push(shortestDecimal(float));
  return row.join(',');
}

function ascii(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
