import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../tokenizer/index.ts';
import { windowsOfIds } from './ids-windows.ts';

const tokenizer = createTokenizer();
const spell = (ids: Uint32Array) => {
  const text = tokenizer.decode(ids);
  return { text, canonical: true, endsInside: text.endsWith('\ufffd') };
};

describe('windows of token ids', () => {
  it('hold all ids in order, none more than the limit, and end between characters', () => {
    const texts = fc
      .array(fc.constantFrom('word ', '👩‍👩‍👧', '𠀀', 'é', '龘', ' '))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, fc.integer({ min: 4, max: 12 }), (text, most) => {
        const ids = tokenizer.encode(text);
        const windows = [...windowsOfIds(ids, most, spell)];
        expect(windows.flatMap((window) => [...window.ids])).toEqual([...ids]);
        expect(windows.map((window) => window.text).join('')).toBe(text);
        expect(windows.every((window) => window.ids.length > 0 && window.ids.length <= most)).toBe(true);
      }),
    );
  });

  it('go on where the ids themselves are broken', () => {
    // Ten times the first byte of a character that never ends.
    const [lead] = tokenizer.encode('𠀀');
    const ids = new Uint32Array(10).fill(lead!);
    const windows = [...windowsOfIds(ids, 4, spell)];
    expect(windows.map((window) => window.ids.length)).toEqual([4, 4, 2]);
  });
});
