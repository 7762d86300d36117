/** One thing an inspector found. `figure` is the measured value behind it (a norm, a share, an index count). */
export interface QualityFailure {
  code: string;
  severity: 'error' | 'warning';
  figure: number | null;
  message: string;
  recommendation: string;
  /** Position of the input within the caller's request. */
  index: number;
}

/** What inspecting one provider answer came to. Item counts; a warned item is also passed. */
export interface QualityReport {
  callId: string;
  correlationId: string;
  projectId: string;
  provider: string;
  model: string;
  space: string;
  inspected: number;
  passed: number;
  warned: number;
  failed: number;
  /** Time per embedding in microseconds, spent inspecting. */
  inspectMicros: number;
  failures: readonly QualityFailure[];
}

export interface QualityRecorder {
  record(reports: readonly QualityReport[]): Promise<void>;
}
