import { writeSync } from 'node:fs';
import type { HoldRequest } from '@weighbridge/embeddings/domain';

/** A line that is out before anything else happens, so that a killed process has said what it knew. */
export function say(line: string): void {
  writeSync(1, `${line}\n`);
}

export function aRequest(id: string, nanoUsd: bigint, changes: Partial<HoldRequest> = {}): HoldRequest {
  return {
    id,
    callId: 'call',
    correlationId: 'correlation',
    projectId: 'default',
    keyId: null,
    tags: [],
    mode: 'real',
    provider: 'openai',
    model: 'm',
    space: 'openai/m/4',
    batch: 0,
    attempt: 1,
    inputs: 1,
    tokens: 1,
    nanoUsd,
    scopes: ['global', 'project:default'],
    ...changes,
  };
}
