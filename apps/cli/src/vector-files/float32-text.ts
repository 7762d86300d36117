const POWERS = Array.from({ length: 23 }, (_, exponent) => 10 ** exponent);
const ZERO = 0x30;
const DOT = 0x2e;
const MINUS = 0x2d;
const COMMA = 0x2c;

/** No float32 takes more: a sign, `0.`, seven zeros and nine digits; larger and smaller ones have an exponent. */
const LONGEST = 24;

/** A vector's numbers, separated by commas, each as the shortest decimal that reads back as the same float32. */
export function float32List(vector: Float32Array): Buffer {
  const bytes = Buffer.allocUnsafe(vector.length * LONGEST);
  let at = 0;
  for (let index = 0; index < vector.length; index++) {
    if (index > 0) bytes[at++] = COMMA;
    at = writeFloat32(bytes, at, vector[index] ?? 0);
  }
  return bytes.subarray(0, at);
}

/** Writes one number at `at` and returns where it ends. @throws RangeError for NaN and infinity, which JSON lacks. */
function writeFloat32(bytes: Buffer, at: number, value: number): number {
  if (value === 0) {
    bytes[at] = ZERO;
    return at + 1;
  }
  const size = Math.abs(value);
  // Most numbers of a unit vector are here; written digit by digit they take a tenth of the time.
  if (size >= 1e-7 && size < 1) {
    const leadingZeros = zerosAfterPoint(size);
    for (let digits = 6; digits <= 9; digits++) {
      const scale = POWERS[leadingZeros + digits] ?? 1;
      const whole = Math.round(size * scale);
      if (Math.fround(whole / scale) === size && whole < scale) {
        return writeFraction(bytes, at, value < 0, whole, leadingZeros + digits);
      }
    }
  }
  return at + bytes.write(shortestByTrial(value), at, 'latin1');
}

/** For 0.00123: 2 */
function zerosAfterPoint(size: number): number {
  let zeros = 0;
  for (let scaled = size * 10; scaled < 1; scaled *= 10) zeros++;
  return zeros;
}

function writeFraction(
  bytes: Buffer,
  start: number,
  negative: boolean,
  whole: number,
  decimals: number,
): number {
  let at = start;
  if (negative) bytes[at++] = MINUS;
  bytes[at++] = ZERO;
  bytes[at++] = DOT;
  let rest = whole;
  let length = decimals;
  while (rest % 10 === 0) {
    rest /= 10;
    length--;
  }
  for (let place = length - 1; place >= 0; place--) {
    const tens = Math.floor(rest / 10);
    bytes[at + place] = ZERO + (rest - tens * 10);
    rest = tens;
  }
  return at + length;
}

function shortestByTrial(value: number): string {
  for (let digits = 1; Number.isFinite(value) && digits <= 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === value) return String(shorter);
  }
  throw new RangeError(`${value} is no number that JSON can hold.`);
}
