/** Which inputs share a key, and so a text. */
export interface DuplicateGroups {
  /** Positions of the first input of each text, ascending. */
  unique: number[];
  /** For each input, the place in `unique` of its text: `unique[slotOf[i]]` is the first input with the text of `i`. */
  slotOf: Uint32Array;
}

/**
 * Groups inputs by recall key, comparing bytes. Keys are keyed hashes of at least four bytes, so their first bytes are
 * spread well enough to serve as the table's hash. Linear.
 */
export function groupDuplicates(keys: readonly Uint8Array[]): DuplicateGroups {
  const unique: number[] = [];
  const slotOf = new Uint32Array(keys.length);
  const mask = 2 ** Math.ceil(Math.log2(keys.length * 2 + 2)) - 1;
  const table = new Int32Array(mask + 1).fill(-1);
  for (let position = 0; position < keys.length; position++) {
    const key = keys[position] as Uint8Array;
    let place = prefixOf(key) & mask;
    let slot = table[place] as number;
    while (slot !== -1 && !sameBytes(keys[unique[slot] as number] as Uint8Array, key)) {
      place = (place + 1) & mask;
      slot = table[place] as number;
    }
    if (slot === -1) {
      slot = unique.push(position) - 1;
      table[place] = slot;
    }
    slotOf[position] = slot;
  }
  return { unique, slotOf };
}

function prefixOf(key: Uint8Array): number {
  return ((key[0] ?? 0) | ((key[1] ?? 0) << 8) | ((key[2] ?? 0) << 16) | ((key[3] ?? 0) << 24)) >>> 0;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
