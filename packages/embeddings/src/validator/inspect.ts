import type { QualityFailure } from '../ports/quality.ts';
import type { AnswerAnomaly } from '../providers/provider.ts';
import { duplicateIndex, indexOutOfRange, madeByOtherModel, missingVector } from './answer-checks.ts';
import type { Finding, VectorPromise } from './finding.ts';
import { profileVector, type VectorProfile } from './profile.ts';
import { findSameVectors, type ProfiledVector, sameVector } from './same-vector.ts';
import { BREAKING_CHECKS, SOUNDNESS_CHECKS } from './vector-checks.ts';

/** One provider answer. `vectors[i]` belongs to input `i`; inputs are deduplicated, so every text is another. */
export interface InspectionRequest {
  vectors: readonly (Float32Array | undefined)[];
  promise: VectorPromise;
  anomalies: readonly AnswerAnomaly[];
  /** The model that the answer names, where that is certainly another than was asked for. */
  otherModel?: string | undefined;
}

/** An item is ok unless a finding of severity `error` concerns it. `findings` of a failed item include its warnings. */
export type InspectedItem =
  | { ok: true; warnings: readonly QualityFailure[] }
  | { ok: false; findings: readonly QualityFailure[] };

export interface Inspection {
  /** One per input, in order. */
  items: readonly InspectedItem[];
  /** Everything found, in input order; `index` is the position within the inspected request. */
  findings: readonly QualityFailure[];
}

const SOUND: InspectedItem = Object.freeze({ ok: true, warnings: Object.freeze([]) });

/** Vectors inspected between two steps: a millisecond. */
const STEP = 32;

/** Inspects every vector of one answer: by itself, against the promise, and against its neighbours. Pure. */
export function inspectAnswer(request: InspectionRequest): Inspection {
  const steps = inspectionSteps(request);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same bit by bit: yields now and then, for others to be let in. */
export function* inspectionSteps(request: InspectionRequest): Generator<undefined, Inspection> {
  const { vectors, promise, anomalies, otherModel } = request;
  const found = new Map<number, Finding[]>();
  const report = (position: number, finding: Finding) => {
    const sofar = found.get(position);
    if (sofar) sofar.push(finding);
    else found.set(position, [finding]);
  };

  reportAnomalies(vectors, anomalies, report);
  const profiled: (ProfiledVector | undefined)[] = [];
  for (const [position, vector] of vectors.entries()) {
    if (position % STEP === STEP - 1) yield;
    profiled.push(vector && inspectAlone(vector, position));
  }
  for (const [position, { twin, cosine }] of yield* findSameVectors(profiled, promise.dimensions)) {
    report(position, sameVector(twin, cosine));
  }

  const items = vectors.map((_, position) => itemOf(position, found.get(position)));
  return {
    items,
    findings: items.flatMap((item) => (item.ok ? item.warnings : item.findings)),
  };

  function inspectAlone(vector: Float32Array, position: number): ProfiledVector | undefined {
    if (otherModel !== undefined) report(position, madeByOtherModel(otherModel));
    const profile = profileVector(vector);
    const broken = firstFinding(vector, profile, promise);
    if (broken) {
      report(position, broken);
      return undefined;
    }
    for (const check of SOUNDNESS_CHECKS) {
      const finding = check(vector, profile, promise);
      if (finding) report(position, finding);
    }
    return { vector, profile };
  }
}

function firstFinding(
  vector: Float32Array,
  profile: VectorProfile,
  promise: VectorPromise,
): Finding | undefined {
  for (const check of BREAKING_CHECKS) {
    const finding = check(vector, profile, promise);
    if (finding) return finding;
  }
  return undefined;
}

function reportAnomalies(
  vectors: readonly (Float32Array | undefined)[],
  anomalies: readonly AnswerAnomaly[],
  report: (position: number, finding: Finding) => void,
): void {
  const duplicates = new Set<number>();
  let outside: number | undefined;
  for (const { code, index } of anomalies) {
    if (code === 'DUPLICATE_INDEX') duplicates.add(index);
    else if (code === 'INDEX_OUT_OF_RANGE') outside ??= index;
  }
  const missing: number[] = [];
  for (const [position, vector] of vectors.entries()) {
    if (duplicates.has(position)) report(position, duplicateIndex(position));
    else if (!vector) {
      missing.push(position);
      report(position, missingVector());
    }
  }
  if (outside === undefined) return;
  for (const position of missing) report(position, indexOutOfRange(outside, vectors.length, true));
  if (missing.length === 0 && vectors.length > 0) report(0, indexOutOfRange(outside, vectors.length, false));
}

function itemOf(position: number, findings: readonly Finding[] | undefined): InspectedItem {
  if (!findings) return SOUND;
  const placed = findings.map((finding) => ({ ...finding, index: position }));
  return placed.some((finding) => finding.severity === 'error')
    ? { ok: false, findings: placed }
    : { ok: true, warnings: placed };
}
