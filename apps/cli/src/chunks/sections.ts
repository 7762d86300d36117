const SECTION_LENGTH = 512 * 1024;

/**
 * A long text in sections of about half a million characters, cut at a blank line where there is one, else at a line's
 * end, else between characters: the splitter's memory and time then do not grow with the document.
 */
export function* sectionsOf(text: string, length: number = SECTION_LENGTH): Generator<string> {
  let at = 0;
  while (text.length - at > length) {
    const end = sectionEnd(text, at, at + length);
    yield text.slice(at, end);
    at = end;
  }
  yield text.slice(at);
}

function sectionEnd(text: string, start: number, limit: number): number {
  for (const separator of ['\n\n', '\n', ' ']) {
    const found = text.lastIndexOf(separator, limit);
    if (found > start + (limit - start) / 2) return found;
  }
  const before = text.charCodeAt(limit - 1);
  return before >= 0xd800 && before <= 0xdbff ? limit - 1 : limit;
}
