import { toBase64 } from '@weighbridge/api';
import { decimalsJson } from '../http/embed-answer-json.ts';
import { joinedBytes, TextPieces } from '../http/joined-bytes.ts';

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
  const rows = new TextPieces('latin1');
  await rows.add(head);
  for (const [index, vector] of vectors.entries()) {
    const embedding = encoding === 'base64' ? `"${toBase64(vector)}"` : decimalsJson(vector);
    await rows.add(`${index === 0 ? '' : ','}${row(index, embedding)}`);
  }
  return joinedBytes([...rows.end(), Buffer.from(tail)]);
}

function row(index: number, embedding: string): string {
  return `{"object":"embedding","index":${index},"embedding":${embedding}}`;
}
