import type { Fault, FaultKind } from './fault-kinds.ts';
import { fillVector, normalise } from './vectors.ts';

/** One item of an answer: the index it carries, and the position of the input whose vector it holds. */
export interface ListedItem {
  readonly index: number;
  readonly input: number;
}

/** Which items an answer lists, in which order and under which index, after a fault struck. */
export function listItems(inputs: number, fault: Fault | null): ListedItem[] {
  const items = Array.from({ length: inputs }, (_, at) => ({ index: at, input: at }));
  switch (fault?.kind) {
    case 'shuffled': {
      // A rotation moves every item, which a random permutation would not promise.
      const half = Math.floor(inputs / 2);
      return [...items.slice(half), ...items.slice(0, half)];
    }
    case 'missing_index':
      return items.filter(({ input }) => !fault.items.includes(input));
    case 'wrong_index':
      return items.map((item) =>
        fault.items.includes(item.input) ? { ...item, index: inputs + item.index } : item,
      );
    case 'duplicate_index': {
      if (inputs === 1) return [...items, ...items];
      const copied = items.find(({ input }) => !fault.items.includes(input))?.index ?? 0;
      return items.map((item) => (fault.items.includes(item.input) ? { ...item, index: copied } : item));
    }
    default:
      return items;
  }
}

/** The vector that a fault answers in place of the right one; `vector` itself may be overwritten. */
export function spoilVector(vector: Float32Array, fault: Fault, model: string): Float32Array {
  const spoil = SPOILERS[fault.kind];
  return spoil === undefined ? vector : spoil(vector, fault, model);
}

type Spoiler = (vector: Float32Array, fault: Fault, model: string) => Float32Array;

const SPOILERS: Partial<Record<FaultKind, Spoiler>> = {
  wrong_dimensions: (vector, fault) => {
    const wanted = fault.options.dimensions ?? (vector.length > 1 ? vector.length - 1 : 2);
    const resized = new Float32Array(wanted);
    for (let i = 0; i < wanted; i++) resized[i] = vector[i % vector.length] ?? 0;
    return normalise(resized);
  },
  nan: (vector) => withOne(vector, Number.NaN),
  infinity: (vector) => withOne(vector, Number.POSITIVE_INFINITY),
  zero_vector: (vector) => vector.fill(0),
  // 2 % of the components are left, with norm 1: only a look at the components finds this.
  mostly_zero: (vector) => normalise(vector.fill(0, Math.ceil(vector.length * 0.02))),
  constant_vector: (vector, _fault, model) => fillVector(vector, 'c'.repeat(64), model),
  // The text's own first two components, over and over, with norm 1.
  repeated_values: (vector) => {
    for (let i = 2; i < vector.length; i++) vector[i] = vector[i % 2] ?? 0;
    return normalise(vector);
  },
  wrong_norm: (vector) => vector.map((value) => value * 7),
};

/** Puts one value in the middle, where looking at the ends only would miss it. */
function withOne(vector: Float32Array, value: number): Float32Array {
  vector[Math.floor(vector.length / 2)] = value;
  return vector;
}
