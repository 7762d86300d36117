import { setImmediate } from 'node:timers/promises';
import { shortestDecimal, toBase64 } from '@weighbridge/api';

/** Floats written before others get their turn on the event loop: a few milliseconds. */
const FLOATS_PER_TURN = 32 * 1536;

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
  const parts: string[] = ['{"object":"list","data":['];
  let written = 0;
  for (const [index, vector] of vectors.entries()) {
    const embedding = encoding === 'base64' ? `"${toBase64(vector)}"` : decimals(vector);
    parts.push(`${index === 0 ? '' : ','}{"object":"embedding","index":${index},"embedding":${embedding}}`);
    written += vector.length;
    if (encoding === 'float' && written >= FLOATS_PER_TURN) {
      written = 0;
      await setImmediate();
    }
  }
  const usage = JSON.stringify({ prompt_tokens: tokens, total_tokens: tokens });
  parts.push(`],"model":${JSON.stringify(model)},"usage":${usage}}`);
  return Buffer.from(parts.join(''), 'latin1');
}

function decimals(vector: Float32Array): string {
  let row = '[';
  for (let at = 0; at < vector.length; at += 1) {
    row += `${at === 0 ? '' : ','}${shortestDecimal(vector[at] as number)}`;
  }
  return `${row}]`;
}
