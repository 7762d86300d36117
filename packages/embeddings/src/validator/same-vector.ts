import { type Finding, figureText } from './finding.ts';
import type { VectorProfile } from './profile.ts';

const SAME_COSINE = 0.999999;
/** Below this, different texts may legitimately land on one another. */
const SMALLEST_DIMENSIONS = 16;
/** How many near neighbours of each vector are compared in full, so that the work stays linear whatever arrives. */
const COMPARISONS = 8;

/** Positions looked at between two steps: a millisecond at the worst. */
const STEP = 64;

const PROBES = 5;
const WINDOW = Math.sqrt(2 - 2 * SAME_COSINE);
const PROBE_STEPS = 2 ** 22;

export interface ProfiledVector {
  vector: Float32Array;
  profile: VectorProfile;
}

/**
 * Finds vectors that stand for different texts yet are one and the same (cosine above 0.999999). Scaled to length 1, two
 * vectors that close differ by at most √(2 − 2·cosine) in any component: only pairs within that window at a few probed
 * components are compared in full, and they are found by sorting on the first of these.
 * Yields now and then, for others to be let in.
 * @returns for every vector that has a twin, the twin's position and their cosine; all vectors have `dimensions`.
 */
export function* findSameVectors(
  items: readonly (ProfiledVector | undefined)[],
  dimensions: number,
): Generator<undefined, Map<number, { twin: number; cosine: number }>> {
  const twins = new Map<number, { twin: number; cosine: number }>();
  if (dimensions < SMALLEST_DIMENSIONS) return twins;
  const probes = probeComponents(items, dimensions);
  const order = sortByFirstProbe(items, probes);
  for (let at = 0; at < order.length; at++) {
    if (at % STEP === STEP - 1) yield;
    const a = order[at] as number;
    let compared = 0;
    for (let next = at + 1; next < order.length && compared < COMPARISONS; next++) {
      const b = order[next] as number;
      if ((probes[b * PROBES] as number) - (probes[a * PROBES] as number) > WINDOW) break;
      if (!probesNear(probes, a, b)) continue;
      compared++;
      if (twins.has(a) && twins.has(b)) continue;
      const cosine = cosineOf(items[a], items[b]);
      if (cosine <= SAME_COSINE) continue;
      if (!twins.has(a)) twins.set(a, { twin: b, cosine });
      if (!twins.has(b)) twins.set(b, { twin: a, cosine });
    }
  }
  return twins;
}

export function sameVector(twin: number, cosine: number): Finding {
  return {
    code: 'SAME_VECTOR',
    severity: 'error',
    figure: cosine,
    message: `Input ${twin} has another text and yet the same vector (cosine ${figureText(cosine)}).`,
    recommendation:
      'Make sure that the endpoint embeds each input; a proxy or mock may repeat one fixed vector.',
  };
}

function probeComponents(items: readonly (ProfiledVector | undefined)[], dimensions: number): Float64Array {
  const probes = new Float64Array(items.length * PROBES);
  for (let position = 0; position < items.length; position++) {
    const item = items[position];
    if (!item) continue;
    const scale = 1 / Math.sqrt(item.profile.squares);
    for (let probe = 0; probe < PROBES; probe++) {
      const component = Math.floor(((probe + 0.5) * dimensions) / PROBES);
      probes[position * PROBES + probe] = (item.vector[component] as number) * scale;
    }
  }
  return probes;
}

/** Positions ordered by their first probe. Key and position share one double, which typed arrays sort natively. */
function sortByFirstProbe(items: readonly (ProfiledVector | undefined)[], probes: Float64Array): Uint32Array {
  const positions = 2 ** Math.ceil(Math.log2(items.length + 1));
  const packed = new Float64Array(items.length);
  let count = 0;
  for (let position = 0; position < items.length; position++) {
    if (!items[position]) continue;
    // A probe lies within ±1, so the step is a whole number from 0 to 2 · PROBE_STEPS, far finer than the window.
    const step = Math.round(((probes[position * PROBES] as number) + 1) * PROBE_STEPS);
    packed[count++] = step * positions + position;
  }
  return Uint32Array.from(packed.subarray(0, count).sort(), (key) => key % positions);
}

function probesNear(probes: Float64Array, a: number, b: number): boolean {
  for (let probe = 1; probe < PROBES; probe++) {
    const distance = (probes[a * PROBES + probe] as number) - (probes[b * PROBES + probe] as number);
    if (Math.abs(distance) > WINDOW) return false;
  }
  return true;
}

function cosineOf(a: ProfiledVector | undefined, b: ProfiledVector | undefined): number {
  if (!a || !b) return 0;
  return dot(a.vector, b.vector) / Math.sqrt(a.profile.squares * b.profile.squares);
}

/** Of two vectors of one length. */
export function dot(a: Float32Array, b: Float32Array): number {
  let even = 0;
  let odd = 0;
  const last = a.length - (a.length % 2);
  for (let i = 0; i < last; i += 2) {
    even += (a[i] as number) * (b[i] as number);
    odd += (a[i + 1] as number) * (b[i + 1] as number);
  }
  return last === a.length ? even + odd : even + odd + (a[last] as number) * (b[last] as number);
}
