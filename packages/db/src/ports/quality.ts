import type { QualityFailure } from '@weighbridge/embeddings/domain';
import type { Page } from './audit.ts';

export interface QualitySummary {
  inspected: number;
  passed: number;
  warned: number;
  failed: number;
  /** Mean microseconds to inspect one vector; null when nothing was inspected. */
  inspectMicrosPerVector: number | null;
  /** Findings by code, most frequent first. */
  byCode: { code: string; severity: 'error' | 'warning'; count: number }[];
}

export interface QualityFailureLine extends QualityFailure {
  id: number;
  at: number;
  callId: string;
  correlationId: string;
  projectId: string;
  provider: string;
  model: string;
  space: string;
}

export interface QualityReader {
  summary(filter: { from: number; to: number; projectId?: string }): Promise<QualitySummary>;
  failures(options: { limit: number; before?: number; code?: string }): Promise<Page<QualityFailureLine>>;
}
