import { WeighbridgeClientError } from './errors.ts';

const BYTES = Float32Array.BYTES_PER_ELEMENT;

/**
 * Little-endian float32 in base64 → one `Float32Array` of `count × dimensions`, as a gateway without the bulk route
 * answers.
 * @throws WeighbridgeClientError BAD_ANSWER when the blob has another size.
 */
export function decodeVectors(base64: string, count: number, dimensions: number): Float32Array<ArrayBuffer> {
  const bytes = decodeBase64(base64);
  if (bytes.byteLength !== count * dimensions * BYTES) throw wrongSize(count, dimensions, bytes.byteLength);
  return new Float32Array(bytes.buffer);
}

/** By `atob`, which every runtime has; an alphabet it does not know is an answer of no bytes. */
function decodeBase64(base64: string): Uint8Array<ArrayBuffer> {
  let binary: string;
  try {
    binary = atob(base64);
  } catch {
    return new Uint8Array(0);
  }
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

function wrongSize(count: number, dimensions: number, bytes: number): WeighbridgeClientError {
  return new WeighbridgeClientError({
    code: 'BAD_ANSWER',
    kind: 'upstream',
    message: `The gateway’s answer should hold ${count} vectors of ${dimensions} dimensions (${count * dimensions * BYTES} bytes), but holds ${bytes} bytes. Check that client and gateway have the same version.`,
    retryable: false,
    retryAfterMs: null,
    facts: { count, dimensions, bytes },
  });
}

/** The rows of a matrix as views on its buffer; nothing is copied. */
export function rowsOf(
  matrix: Float32Array<ArrayBuffer>,
  count: number,
  dimensions: number,
): Float32Array<ArrayBuffer>[] {
  return Array.from({ length: count }, (_, row) => matrix.subarray(row * dimensions, (row + 1) * dimensions));
}
