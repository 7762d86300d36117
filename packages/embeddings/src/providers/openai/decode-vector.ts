/**
 * Reads one `embedding` as it came: base64 of little-endian float32, or, from servers that know no base64, an array of
 * numbers. What is no number in an array (JSON has no NaN, some servers write null) becomes NaN, for the inspector to find.
 * @returns undefined when it is neither, or cut short.
 */
export function decodeVector(embedding: unknown): Float32Array | undefined {
  if (typeof embedding === 'string') return decodeBase64(embedding);
  if (!Array.isArray(embedding)) return undefined;
  const vector = new Float32Array(embedding.length);
  for (let i = 0; i < embedding.length; i++) {
    const value: unknown = embedding[i];
    vector[i] = typeof value === 'number' ? value : Number.NaN;
  }
  return vector;
}

function decodeBase64(text: string): Float32Array | undefined {
  const bytes = Buffer.byteLength(text, 'base64');
  if (bytes % Float32Array.BYTES_PER_ELEMENT !== 0) return undefined;
  // Decoded straight into the vector's own memory: aligned, not shared with other vectors, nothing boxed or copied.
  const vector = new Float32Array(bytes / Float32Array.BYTES_PER_ELEMENT);
  const written = Buffer.from(vector.buffer).write(text, 'base64');
  // Decoding skips what is no base64, so damage shows as missing bytes.
  return written === bytes ? vector : undefined;
}
