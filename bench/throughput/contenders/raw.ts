/** The practical limit: undici, the body scanned for its base64 runs, straight into one Float32Array. No checks at all. */
import { Agent, request } from 'undici';
import { contend, inParallel } from '../contender.ts';
import { partsOf } from '../corpus.ts';

const PER_REQUEST = 1_400;
const DIMENSIONS = 1_536;
const OPENING = Buffer.from('"embedding":"');

await contend(async ({ baseUrl }) => {
  const dispatcher = new Agent({ connections: 8 });
  return {
    async embed(texts) {
      const matrices = await inParallel(partsOf(texts, PER_REQUEST), 8, async (input) => {
        const { body } = await request(`${baseUrl}/embeddings`, {
          method: 'POST',
          dispatcher,
          headers: { authorization: 'Bearer sk-bench', 'content-type': 'application/json' },
          body: JSON.stringify({ model: 'text-embedding-3-small', input, encoding_format: 'base64' }),
        });
        const answer = Buffer.from(await body.arrayBuffer());
        const matrix = Buffer.alloc(input.length * DIMENSIONS * 4);
        let at = 0;
        for (let row = 0; row < input.length; row += 1) {
          at = answer.indexOf(OPENING, at) + OPENING.length;
          const end = answer.indexOf(0x22, at);
          matrix.write(answer.toString('latin1', at, end), row * DIMENSIONS * 4, 'base64');
          at = end;
        }
        return new Float32Array(matrix.buffer, matrix.byteOffset, input.length * DIMENSIONS);
      });
      return matrices.reduce((sum, matrix) => sum + matrix.length / DIMENSIONS, 0);
    },
    close: () => dispatcher.close(),
  };
});
