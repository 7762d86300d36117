import { hash } from 'node:crypto';
import {
  InputError,
  inTurns,
  isTurnSpent,
  nextTurn,
  type Spell,
  type Spelling,
  type TokenIds,
} from '@weighbridge/embeddings';

/** The part of a tokenizer that turns token ids into text. */
export interface TokenDecoder {
  encode(text: string): Uint32Array;
  /** @throws RangeError for an id that does not exist */
  decode(ids: ArrayLike<number>): string;
}

/** Ids that are decoded at once: a millisecond. Longer lists are too long for most models, and are not taken for a text. */
const IDS_AT_ONCE = 8192;

/**
 * Encoding is as slow as the text is hostile (250 ms for 8,192 tokens of 64 slashes each), so a text of more UTF-16 units
 * is not read back: its ids are sent as they are, and are another input than their text.
 */
const MOST_READ_BACK = 1 << 16;

/** Ids of one list. */
const MOST_IDS = 1 << 20;

export interface ReadInput {
  texts: readonly string[];
  /** Where some ids are those of no text (cut inside a character, special tokens): to be sent as they are. */
  tokenIds?: readonly TokenIds[];
  /** Reads parts of ids that are too long. */
  spell?: Spell;
}

/**
 * The texts of an `input`: a string, an array of strings, token ids, or an array of those. Ids that are exactly those of
 * the text they spell become that text, so that both are one input. What else is in the array is left for the engine
 * to refuse by its position.
 * @throws InputError INVALID_INPUT, EMPTY_INPUT
 */
export async function readInput(input: unknown, tokenizer: TokenDecoder): Promise<ReadInput> {
  if (typeof input === 'string') return { texts: [input] };
  if (!Array.isArray(input) && !isIds(input)) {
    throw new InputError(
      'INVALID_INPUT',
      '"input" must be a string, an array of strings, or token ids (an array of whole numbers, or of such arrays).',
      { field: 'input' },
    );
  }
  const [first] = input as ArrayLike<unknown> & Iterable<unknown>;
  const isOneList = typeof first === 'number';
  if (!isOneList && !Array.isArray(first) && !isIds(first)) return { texts: input as string[] };
  const texts: string[] = [];
  const tokenIds: TokenIds[] = [];
  for (const [index, given] of (isOneList ? [input] : (input as unknown[])).entries()) {
    // Ids are decoded on this thread; others get their turn in between.
    if (isTurnSpent()) await nextTurn();
    const ids = await inTurns(admitIds(given, index));
    if (ids.length <= IDS_AT_ONCE) {
      const { text, canonical } = spelled(ids, index, tokenizer);
      texts.push(text);
      tokenIds.push({ ids, canonical });
    } else {
      await assertKnown(ids, index, tokenizer);
      texts.push(toldApart('', ids));
      tokenIds.push({ ids, canonical: false });
    }
  }
  if (tokenIds.every(({ canonical }) => canonical)) return { texts };
  return { texts, tokenIds, spell: (ids) => spelled(ids, 0, tokenizer) };
}

function spelled(ids: Uint32Array, index: number, tokenizer: TokenDecoder): Spelling {
  const text = decode(ids, index, tokenizer);
  const canonical = text.length <= MOST_READ_BACK && isEncodingOf(text, ids, tokenizer);
  // Half a character reads as U+FFFD.
  return { text: canonical ? text : toldApart(text, ids), canonical, endsInside: text.endsWith('\ufffd') };
}

async function assertKnown(ids: Uint32Array, index: number, tokenizer: TokenDecoder): Promise<void> {
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
    decode(ids.subarray(at, at + IDS_AT_ONCE), index, tokenizer, at);
    if (isTurnSpent()) await nextTurn();
  }
}

/** As the reader of large bodies has them. */
function isIds(input: unknown): input is Uint32Array {
  return input instanceof Uint32Array;
}

/** Yields now and then, for others to be let in. */
function* admitIds(ids: unknown, index: number): Generator<undefined, Uint32Array> {
  if (!Array.isArray(ids) && !isIds(ids)) {
    throw new InputError('INVALID_INPUT', `Input ${index} is no array of token ids. Do not mix forms.`, {
      index,
    });
  }
  if (ids.length > MOST_IDS) {
    throw new InputError(
      'INPUT_TOO_LONG',
      `Input ${index} has ${ids.length} token ids; ${MOST_IDS} is the most. Send it in parts.`,
      { index, limit: MOST_IDS },
    );
  }
  if (ids.length === 0)
    throw new InputError('EMPTY_INPUT', `Input ${index} is empty. Leave it out.`, { index });
  if (isIds(ids)) return ids;
  const exact = new Uint32Array(ids.length);
  for (let at = 0; at < ids.length; at++) {
    const id: unknown = ids[at];
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0) throw noId(id, index, at);
    exact[at] = id;
    // Ids above 2^32 would become others.
    if (id !== exact[at]) throw unknownId(id, index, at);
    if (at % IDS_AT_ONCE === IDS_AT_ONCE - 1) yield;
  }
  return exact;
}

function noId(given: unknown, index: number, at: number): InputError {
  // A text is never repeated; a number says what went wrong.
  const shown =
    typeof given === 'number'
      ? String(given)
      : `a value of type ${given === null ? 'null' : Array.isArray(given) ? 'array' : typeof given}`;
  return new InputError(
    'INVALID_INPUT',
    `Input ${index} is no array of token ids: at position ${at} is ${shown}. Token ids are whole numbers from 0 up; send either texts or token ids.`,
    { index, at },
  );
}

/** Different ids may spell one text, and every half character spells U+FFFD: the mock must not give them one vector. */
function toldApart(text: string, ids: Uint32Array): string {
  return `${text} ${hash('sha256', new Uint8Array(ids.buffer), 'hex').slice(0, 16)}`;
}

function isEncodingOf(text: string, ids: Uint32Array, tokenizer: TokenDecoder): boolean {
  const again = tokenizer.encode(text);
  return again.length === ids.length && again.every((id, at) => id === ids[at]);
}

/** `offset` is where in the input these ids begin. */
function decode(ids: Uint32Array, index: number, tokenizer: TokenDecoder, offset = 0): string {
  try {
    return tokenizer.decode(ids);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const at = ids.findIndex((id) => !isKnown(id, tokenizer));
    throw unknownId(ids[at], index, offset + at);
  }
}

function isKnown(id: number, tokenizer: TokenDecoder): boolean {
  try {
    tokenizer.decode([id]);
    return true;
  } catch {
    return false;
  }
}

function unknownId(id: number | undefined, index: number, at: number): InputError {
  return new InputError(
    'INVALID_INPUT',
    `Input ${index} has the token id ${String(id)} at position ${at}, which cl100k_base does not know. Encode with the tokenizer of the model.`,
    { index, at },
  );
}
