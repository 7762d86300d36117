import { WeighbridgeClientError } from './errors.ts';
import type { Vector } from './types.ts';

/** `WBVF`, as a little-endian integer. */
const MAGIC = 0x46564257;
const VERSION = 1;
const PREFIX_BYTES = 16;
const BYTES = Float32Array.BYTES_PER_ELEMENT;

/** What no sane frame passes; a length beyond it means that these are not the bytes of a frame. */
const MOST_HEADER_BYTES = 2 ** 26;
const MOST_FLOATS = 2 ** 27;

export interface Frame {
  /** Everything but the vectors; its caller checks it. */
  header: Record<string, unknown> & { count: number; dimensions: number };
  /** `count × dimensions`; a failed item's row is NaN. */
  matrix: Vector;
}

/**
 * Reads an answer of `POST /bulk/embeddings` as it arrives, straight into one buffer: nothing is decoded, boxed or kept
 * twice. The format stands in the gateway, in src/http/bulk-frame.ts.
 * @throws WeighbridgeClientError TRUNCATED_ANSWER when the bytes end early; BAD_ANSWER when they are no frame
 */
export async function readFrame(body: ReadableStream<Uint8Array>): Promise<Frame> {
  const bytes = new ByteReader(body);
  try {
    const prefix = new DataView((await bytes.take(PREFIX_BYTES, 'prefix')).buffer);
    if (prefix.getUint32(0, true) !== MAGIC) throw notAFrame('it does not begin with its magic bytes');
    const version = prefix.getUint32(4, true);
    if (version !== VERSION) throw notAFrame(`its version is ${version}, and this client reads ${VERSION}`);
    const headerBytes = prefix.getUint32(8, true);
    if (headerBytes > MOST_HEADER_BYTES) throw notAFrame(`its header would have ${headerBytes} bytes`);
    const header = parseHeader(await bytes.take(headerBytes, 'header'));
    const floats = header.count * header.dimensions;
    if (floats > MOST_FLOATS) throw notAFrame(`it would hold ${floats} numbers`);
    const rows = await bytes.take(floats * BYTES, 'vectors');
    await bytes.assertEnd();
    return { header, matrix: inThisByteOrder(rows) };
  } catch (error) {
    await bytes.cancel(error);
    throw error;
  }
}

function parseHeader(bytes: Uint8Array): Frame['header'] {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw notAFrame('its header is no JSON');
  }
  if (typeof header === 'object' && header !== null && 'count' in header && 'dimensions' in header) {
    const whole = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
    if (whole(header.count) && whole(header.dimensions)) return header as Frame['header'];
  }
  throw notAFrame('its header names no count and dimensions');
}

/** The bytes are little-endian, as nearly every machine is; on another one they are turned round. */
function inThisByteOrder(rows: Uint8Array<ArrayBuffer>): Vector {
  const matrix = new Float32Array(rows.buffer, 0, rows.byteLength / BYTES);
  if (new Uint8Array(Uint16Array.of(1).buffer)[0] === 1) return matrix;
  const view = new DataView(rows.buffer);
  for (let at = 0; at < matrix.length; at++) matrix[at] = view.getFloat32(at * BYTES, true);
  return matrix;
}

class ByteReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #chunk: Uint8Array = new Uint8Array(0);
  #read = 0;

  constructor(body: ReadableStream<Uint8Array>) {
    this.#reader = body.getReader();
  }

  /** The next bytes, in a buffer of their own, so that they are aligned. */
  async take(length: number, what: string): Promise<Uint8Array<ArrayBuffer>> {
    const taken = new Uint8Array(length);
    for (let filled = 0; filled < length; ) {
      if (this.#chunk.length === 0 && !(await this.#more()))
        throw truncated(what, this.#read, length - filled);
      const some = this.#chunk.subarray(0, length - filled);
      taken.set(some, filled);
      filled += some.length;
      this.#chunk = this.#chunk.subarray(some.length);
    }
    return taken;
  }

  async assertEnd(): Promise<void> {
    if (this.#chunk.length > 0 || (await this.#more())) throw notAFrame('it goes on after its last vector');
  }

  async cancel(reason: unknown): Promise<void> {
    await this.#reader.cancel(reason).catch(() => undefined);
  }

  async #more(): Promise<boolean> {
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) return false;
      if (value.length === 0) continue;
      this.#chunk = value;
      this.#read += value.length;
      return true;
    }
  }
}

/** The gateway had finished its work: what was paid for is kept, and the same call is answered from there. */
export function truncated(what: string, read: number, missing: number | null, cause?: unknown) {
  return new WeighbridgeClientError({
    code: 'TRUNCATED_ANSWER',
    kind: 'upstream',
    message: `The gateway’s answer ended in its ${what}, after ${read} bytes. What was paid for is kept: make the call again.`,
    retryable: true,
    retryAfterMs: null,
    facts: { what, bytes: read, ...(missing === null ? {} : { missing }) },
    cause,
  });
}

function notAFrame(why: string): WeighbridgeClientError {
  return new WeighbridgeClientError({
    code: 'BAD_ANSWER',
    kind: 'upstream',
    message: `The gateway’s answer is not what this client reads: ${why}. Check that client and gateway have the same version, and any proxy in between.`,
    retryable: false,
    retryAfterMs: null,
    facts: { why },
  });
}
