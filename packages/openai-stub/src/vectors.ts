/** Components are whole multiples of 10⁻⁸, so the decimal and the binary encoding agree to the last bit. */
const GRID = 1e8;

/** Directions in the plane that a pair of components can take. */
const DIRECTIONS = 4096;

/**
 * Fills `out` with the vector of a text: unit norm, determined by the text's SHA-256 (64 hexadecimal digits)
 * and the model. A shorter vector is the longer one's beginning, renormalised. Vectors of different texts
 * are independent, so their cosine is near zero: this stub knows nothing of meaning.
 *
 * Each pair of components is a direction in the plane, drawn from a table scaled to the number of pairs:
 * the norm is 1 without summing squares, which makes this several times faster than normalising.
 */
export function fillVector(out: Float32Array, sha256: string, model: string): Float32Array {
  const dimensions = out.length;
  const table = directionsFor(dimensions);
  // xoshiro128**, whose 128 bits of state are half of the text's hash.
  let s0 = Number.parseInt(sha256.slice(0, 8), 16) ^ saltOf(model);
  let s1 = Number.parseInt(sha256.slice(8, 16), 16) | 0;
  let s2 = Number.parseInt(sha256.slice(16, 24), 16) | 0;
  let s3 = Number.parseInt(sha256.slice(24, 32), 16) | 1;
  for (let i = 0; i < dimensions; i += 4) {
    const product = Math.imul(s1, 5);
    const bits = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= shifted;
    s3 = (s3 << 11) | (s3 >>> 21);
    const first = (bits >>> 20) * 2;
    const second = ((bits >>> 8) & (DIRECTIONS - 1)) * 2;
    // Writes past the end of a typed array are ignored, which serves lengths that are not multiples of 4.
    out[i] = table[first] as number;
    out[i + 1] = table[first + 1] as number;
    out[i + 2] = table[second] as number;
    out[i + 3] = table[second + 1] as number;
  }
  return dimensions % 2 === 0 ? out : normalise(out);
}

/** Scales a vector to norm 1, in place and on the grid of this stub's vectors; zero stays zero. */
export function normalise(vector: Float32Array): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return vector;
  const norm = Math.sqrt(squares);
  for (const [i, value] of vector.entries()) vector[i] = onGrid(value / norm);
  return vector;
}

function onGrid(value: number): number {
  return Math.round(value * GRID) / GRID;
}

const tables = new Map<number, Float32Array>();

/** The cosine and sine of each direction, times √(2 ⁄ dimensions), so that all pairs together have norm 1. */
function directionsFor(dimensions: number): Float32Array {
  let table = tables.get(dimensions);
  if (table === undefined) {
    if (tables.size >= 64) tables.clear();
    table = new Float32Array(DIRECTIONS * 2);
    const scale = Math.sqrt(2 / dimensions);
    for (let i = 0; i < DIRECTIONS; i++) {
      const angle = (2 * Math.PI * (i + 0.5)) / DIRECTIONS;
      table[2 * i] = onGrid(scale * Math.cos(angle));
      table[2 * i + 1] = onGrid(scale * Math.sin(angle));
    }
    tables.set(dimensions, table);
  }
  return table;
}

const salts = new Map<string, number>();

/** FNV-1a of a model's name, so that two models give one text unrelated vectors. */
function saltOf(model: string): number {
  let salt = salts.get(model);
  if (salt === undefined) {
    salt = 0x811c9dc5;
    for (const byte of Buffer.from(model)) salt = Math.imul(salt ^ byte, 0x01000193);
    salts.set(model, salt);
  }
  return salt;
}
