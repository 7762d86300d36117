import { isTurnSpent, nextTurn } from '@weighbridge/embeddings';

/** Bytes of a text that is written at once. */
const PIECE = 1 << 16;

/** Pieces as one, put together over several turns of the event loop: fresh memory costs a millisecond for two megabytes. */
export async function joinedBytes(parts: readonly Uint8Array[]): Promise<Buffer> {
  let size = 0;
  for (const part of parts) size += part.byteLength;
  const whole = Buffer.allocUnsafeSlow(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
    if (isTurnSpent()) await nextTurn();
  }
  return whole;
}

/** Collects a long text as bytes, in pieces that are neither many nor large. */
export class TextPieces {
  readonly #parts: Buffer[] = [];
  readonly #encoding: BufferEncoding;
  #pending = '';

  /** @param encoding `latin1` is quicker where the text is ASCII */
  constructor(encoding: 'utf8' | 'latin1') {
    this.#encoding = encoding;
  }

  /** Lets others in where it has been long. */
  async add(text: string): Promise<void> {
    this.#pending += text;
    if (this.#pending.length < PIECE) return;
    this.#flush();
    if (isTurnSpent()) await nextTurn();
  }

  end(): Buffer[] {
    this.#flush();
    return this.#parts;
  }

  #flush(): void {
    if (this.#pending !== '') this.#parts.push(Buffer.from(this.#pending, this.#encoding));
    this.#pending = '';
  }
}
