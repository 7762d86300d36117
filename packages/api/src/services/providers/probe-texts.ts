import {
  type CallOrigin,
  compareVectors,
  cosineSimilarity,
  type EmbedAnswer,
  type QualityFailure,
} from '@weighbridge/embeddings';
import type { z } from 'zod';
import type { AdminContext } from '../../context.ts';
import type { testOutput } from '../../schemas/providers.ts';
import { unfailed } from '../embeddings/failures.ts';

type DeepResult = NonNullable<z.infer<typeof testOutput>['deep']>;

const TEXT = 'The lorry was weighed before it crossed the bridge.';
const RELATED = 'Before crossing the bridge, the truck drove onto the scales.';
const UNRELATED = 'Photosynthesis turns light into sugar.';

/**
 * Embeds three short texts, and one of them again, through the engine: held, inspected and settled like any call, but
 * neither recalled nor remembered. @throws WeighbridgeError as embedding does
 */
export async function probeTexts(ctx: AdminContext): Promise<DeepResult> {
  const { engine } = ctx.services;
  const origin: CallOrigin = { projectId: 'default', keyId: null, correlationId: ctx.correlationId };
  const ask = async (inputs: string[]) => {
    const call = { ...origin, inputs, fresh: true, allowFallback: false, split: true };
    return unfailed(
      await engine.embed({ ...call, ...(ctx.signal === undefined ? {} : { signal: ctx.signal }) }),
    );
  };
  const first = await ask([TEXT, RELATED, UNRELATED]);
  const second = await ask([TEXT]);
  const [text, related, unrelated] = vectorsOf(first);
  const [repeat] = vectorsOf(second);
  if (!text || !related || !unrelated || !repeat)
    throw new Error('The engine answered fewer vectors than texts.');
  const relatedCosine = cosineSimilarity(text, related);
  const unrelatedCosine = cosineSimilarity(text, unrelated);
  return {
    repeatCosine: cosineSimilarity(text, repeat),
    relatedCosine,
    unrelatedCosine,
    dimensions: first.dimensions,
    costNanoUsd: (first.costNanoUsd + second.costNanoUsd).toString(),
    findings: [
      compareVectors(text, repeat),
      ...[...first.items, ...second.items].flatMap((item) => item.warnings),
      relatedCosine > unrelatedCosine ? undefined : MEANINGLESS,
    ]
      .filter((finding) => finding !== undefined)
      .map(({ code, severity, message }) => ({ code, severity, message })),
  };
}

const MEANINGLESS: Pick<QualityFailure, 'code' | 'severity' | 'message'> = {
  code: 'UNRELATED_IS_NEARER',
  severity: 'warning',
  message:
    'A text of another subject lies as near as one that says the same. The endpoint may answer with vectors that mean nothing.',
};

function vectorsOf(answer: EmbedAnswer): (Float32Array | undefined)[] {
  return answer.items.map((item) => item.vector);
}
