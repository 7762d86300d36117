import { type Finding, figureText } from './finding.ts';

const COMMONEST_SHARE_ERROR = 0.5;
const DISTINCT_SHARE_ERROR = 0.05;
const DISTINCT_SHARE_WARNING = 0.25;
/** Small vectors legitimately repeat. */
const SMALLEST_DIMENSIONS = 32;

/** Counting every value costs more than all other checks together, so a sample is looked at first. */
const SAMPLE = 256;

/** Components that repeat: a stuck or padded decoder, or a mock that tiles a short pattern. */
export function repeatedValues(vector: Float32Array): Finding | undefined {
  const length = vector.length;
  if (length < SMALLEST_DIMENSIONS || !sampleRepeats(vector)) return undefined;
  const { distinct, commonest } = countValues(vector);
  const commonestShare = commonest / length;
  const distinctShare = distinct / length;
  if (commonestShare > COMMONEST_SHARE_ERROR) {
    return finding('error', commonestShare, `One value fills ${figureText(commonestShare * 100)} %`);
  }
  if (distinctShare >= DISTINCT_SHARE_WARNING) return undefined;
  return finding(
    distinctShare < DISTINCT_SHARE_ERROR ? 'error' : 'warning',
    distinctShare,
    `Distinct values make up only ${figureText(distinctShare * 100)} %`,
  );
}

function finding(severity: Finding['severity'], figure: number, what: string): Finding {
  return {
    code: 'REPEATED_VALUES',
    severity,
    figure,
    message: `${what} of the components; an embedding hardly repeats itself.`,
    recommendation:
      'Make sure that the endpoint runs a real model: padding, coarse rounding or a mock repeats values.',
  };
}

const SAMPLE_SLOTS_LOG2 = 10;
const NEVER = -1; // The bits of a NaN, which inspection has ruled out before.

const NEGATIVE_ZERO = 1 << 31;

const sampled = new Float32Array(SAMPLE);
const sampledBits = new Int32Array(sampled.buffer);
const sampleSlots = new Int32Array(2 ** SAMPLE_SLOTS_LOG2);
const samples = new Map<number, { positions: Uint32Array; suspicious: number }>();

function sampleRepeats(vector: Float32Array): boolean {
  const { positions, suspicious } = sampleOf(vector.length);
  const count = positions.length;
  for (let i = 0; i < count; i++) sampled[i] = vector[positions[i] as number] as number;
  sampleSlots.fill(NEVER);
  let repeats = 0;
  for (let i = 0; i < count; i++) {
    const bits = sampledBits[i] as number;
    const slot = slotOf(bits, SAMPLE_SLOTS_LOG2);
    if (sampleSlots[slot] !== bits) sampleSlots[slot] = bits;
    else if (++repeats === suspicious) return true;
  }
  return false;
}

/**
 * Distinct positions in no regular order, so that no pattern of values can hide between them, and how many repeats among
 * them are worth a full count: half of what is to be expected where each value stands four times, so that a quarter is
 * distinct. Of 1,536 components that is 28; sound float32 ones repeat once or never.
 */
function sampleOf(length: number): { positions: Uint32Array; suspicious: number } {
  const known = samples.get(length);
  if (known) return known;
  const chosen = new Set<number>();
  const wanted = Math.min(SAMPLE, length);
  let state = 1;
  while (chosen.size < wanted) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    chosen.add(Math.floor((state / 2 ** 32) * length));
  }
  const share = wanted / length;
  const expected = length * DISTINCT_SHARE_WARNING * (4 * share - 1 + (1 - share) ** 4);
  const sample = {
    positions: Uint32Array.from(chosen),
    suspicious: Math.max(2, Math.floor(expected / 2)),
  };
  samples.set(length, sample);
  return sample;
}

interface ValueTable {
  keys: Int32Array;
  counts: Uint32Array;
}
const tables = new Map<number, ValueTable>();

/** Counts every value exactly, in an open-addressing table over its bits. */
function countValues(vector: Float32Array): { distinct: number; commonest: number } {
  const bits = new Int32Array(vector.buffer, vector.byteOffset, vector.length);
  const log2Slots = Math.ceil(Math.log2(vector.length)) + 1;
  const { keys, counts } = emptyTable(log2Slots);
  const mask = keys.length - 1;
  let distinct = 0;
  let commonest = 0;
  for (let i = 0; i < bits.length; i++) {
    const raw = bits[i] as number;
    const key = raw === NEGATIVE_ZERO ? 0 : raw;
    let slot = slotOf(key, log2Slots);
    while (counts[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & mask;
    const count = (counts[slot] as number) + 1;
    keys[slot] = key;
    counts[slot] = count;
    if (count === 1) distinct++;
    if (key !== 0 && count > commonest) commonest = count;
  }
  return { distinct, commonest };
}

function emptyTable(log2Slots: number): ValueTable {
  const known = tables.get(log2Slots);
  if (known) {
    known.counts.fill(0);
    return known;
  }
  const table = { keys: new Int32Array(2 ** log2Slots), counts: new Uint32Array(2 ** log2Slots) };
  tables.set(log2Slots, table);
  return table;
}

function slotOf(bits: number, log2Slots: number): number {
  return Math.imul(bits, 0x9e3779b1) >>> (32 - log2Slots);
}
