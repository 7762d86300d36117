import { WeighbridgeClientError } from './errors.ts';

const BYTES = Float32Array.BYTES_PER_ELEMENT;

/**
 * Little-endian float32 in base64 → one `Float32Array` of `count × dimensions`, without boxing a single number.
 * @throws WeighbridgeClientError BAD_ANSWER when the blob has another size.
 */
export function decodeVectors(base64: string, count: number, dimensions: number): Float32Array<ArrayBuffer> {
  const size = count * dimensions * BYTES;
  // A buffer of our own, so that it is aligned and never a slice of Node's shared pool.
  const matrix = new Float32Array(count * dimensions);
  const bytes = Buffer.from(matrix.buffer);
  const written = bytes.write(base64, 'base64');
  if (written !== size || Buffer.byteLength(base64, 'base64') !== size) {
    throw new WeighbridgeClientError({
      code: 'BAD_ANSWER',
      kind: 'upstream',
      message: `The gateway’s answer should hold ${count} vectors of ${dimensions} dimensions (${size} bytes), but holds ${Buffer.byteLength(base64, 'base64')} bytes. Check that client and gateway have the same version.`,
      retryable: false,
      retryAfterMs: null,
      facts: { count, dimensions, bytes: Buffer.byteLength(base64, 'base64') },
    });
  }
  return matrix;
}

/** The rows of a matrix as views on its buffer; nothing is copied. */
export function rowsOf(
  matrix: Float32Array<ArrayBuffer>,
  count: number,
  dimensions: number,
): Float32Array<ArrayBuffer>[] {
  return Array.from({ length: count }, (_, row) => matrix.subarray(row * dimensions, (row + 1) * dimensions));
}
