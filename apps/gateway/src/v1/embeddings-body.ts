import { setImmediate } from 'node:timers/promises';
import { shortestDecimal, toBase64 } from '@weighbridge/api';

/** Floats written before others get their turn on the event loop: a few milliseconds. */
const FLOATS_PER_TURN = 8 * 1536;

/**
 * OpenAI's answer as JSON text, written row by row: a serializer of large arrays of floats would hold the event loop
 * for as long as it takes.
 */
export async function embeddingsBody(answer: {
  vectors: readonly Float32Array[];
  encoding: 'float' | 'base64';
  model: string;
  tokens: number;
}): Promise<Buffer> {
  const { vectors, encoding, model, tokens } = answer;
  const parts: Buffer[] = [ascii('{"object":"list","data":[')];
  let written = 0;
  for (const [index, vector] of vectors.entries()) {
    const embedding = encoding === 'base64' ? `"${toBase64(vector)}"` : `[${decimals(vector)}]`;
    parts.push(
      ascii(`${index === 0 ? '' : ','}{"object":"embedding","index":${index},"embedding":${embedding}}`),
    );
    written += encoding === 'float' ? vector.length : vector.length / 16;
    if (written >= FLOATS_PER_TURN) {
      written = 0;
      await setImmediate();
    }
  }
  const usage = JSON.stringify({ prompt_tokens: tokens, total_tokens: tokens });
  parts.push(Buffer.from(`],"model":${JSON.stringify(model)},"usage":${usage}}`));
  return Buffer.concat(parts);
}

function decimals(vector: Float32Array): string {
  const row: number[] = [];
  for (const float of vector) row.push(shortestDecimal(float));
  return row.join(',');
}

function ascii(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
