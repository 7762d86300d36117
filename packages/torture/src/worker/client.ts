import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type Engine, WeighbridgeError } from '@weighbridge/embeddings';
import type { Random } from '../random.ts';
import type { WorkerLine } from '../record/lines.ts';
import { instant, type RecordFile } from '../record/record.ts';
import { inputsFor } from './texts.ts';

export interface ClientParts {
  /** Begins the correlation ids of its calls. */
  name: string;
  project: string;
  keyId: string | null;
  tags: readonly string[];
  engine: Engine;
  record: RecordFile<WorkerLine>;
  random: Random;
  stopped(): boolean;
}

/** A client that calls until it is stopped: refused ones come back soon, some leave before they are answered. */
export async function runClient(parts: ClientParts): Promise<void> {
  const { random, stopped } = parts;
  for (let call = 1; !stopped(); call += 1) {
    const refused = await callOnce(parts, `${parts.name}-${call}`);
    if (refused) await wait(random.between(30, 100));
  }
}

/** Answers whether a budget refused. */
async function callOnce(
  { engine, record, random, project, keyId, tags }: ClientParts,
  call: string,
): Promise<boolean> {
  const inputs = inputsFor(random, project);
  const leaves = random.chance(0.04) ? AbortSignal.timeout(random.whole(5, 80)) : undefined;
  record.write({ e: 'call', t: instant(), call, project });
  try {
    const answer = await engine.embed({
      inputs,
      projectId: project,
      keyId,
      tags,
      correlationId: call,
      allowFallback: false,
      split: true,
      ...(leaves ? { signal: leaves } : {}),
    });
    const delivered = answer.items.filter(({ vector }) => vector).map(({ index }) => sha256(inputs[index]));
    record.write({ e: 'done', t: instant(), call, delivered });
    return answer.items.some(({ error }) => error?.code === 'BUDGET_EXCEEDED');
  } catch (error) {
    if (!WeighbridgeError.isInstance(error)) {
      record.write({ e: 'trouble', t: instant(), what: `a call failed with ${String(error)}` });
      return false;
    }
    record.write({ e: 'failed', t: instant(), call, code: error.code });
    return error.code === 'BUDGET_EXCEEDED';
  }
}

function sha256(text = ''): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}
