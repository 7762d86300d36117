import type { QualityFailure } from '../ports/quality.ts';

/** Every code an inspection can give. Codes are stable: dashboards, alerts and callers' scripts match on them. */
export type FindingCode =
  | 'MISSING_VECTOR'
  | 'DUPLICATE_INDEX'
  | 'INDEX_OUT_OF_RANGE'
  | 'WRONG_DIMENSIONS'
  | 'NOT_FINITE'
  | 'ALL_ZERO'
  | 'MOSTLY_ZERO'
  | 'NORM_OUT_OF_RANGE'
  | 'EXTREME_VALUE'
  | 'LOW_VARIANCE'
  | 'REPEATED_VALUES'
  | 'SAME_VECTOR'
  | 'OTHER_MODEL'
  | 'INCONSISTENT_REPEAT';

/** What one check found in one vector; it becomes a QualityFailure once its position is known. */
export interface Finding extends Omit<QualityFailure, 'index'> {
  code: FindingCode;
}

/** What the space promises of every vector. */
export interface VectorPromise {
  dimensions: number;
  unitNorm: boolean;
}

/** A figure for people: four significant digits, without trailing zeros. */
export function figureText(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}
