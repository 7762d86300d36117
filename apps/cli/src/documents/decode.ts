/**
 * A file's bytes as text: UTF-8, or UTF-16 where a byte order mark says so (the mark itself is dropped).
 * Undefined, with the reason, when they are no text.
 */
export function decodeText(
  bytes: Uint8Array,
): { text: string } | { text?: undefined; code: 'BINARY' | 'NOT_TEXT'; reason: string } {
  const utf16 = utf16Encoding(bytes);
  if (utf16) {
    const text = tryDecode(bytes, utf16);
    return text === undefined
      ? { code: 'NOT_TEXT', reason: 'it begins as UTF-16 but is not valid; convert it to UTF-8' }
      : { text };
  }
  if (bytes.includes(0)) return { code: 'BINARY', reason: 'it holds NUL bytes, so it is not text' };
  const text = tryDecode(bytes, 'utf-8');
  return text === undefined
    ? { code: 'NOT_TEXT', reason: 'it is not valid UTF-8; convert it first, for example with iconv' }
    : { text };
}

function utf16Encoding(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return undefined;
}

function tryDecode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
