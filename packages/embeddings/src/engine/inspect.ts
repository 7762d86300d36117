import { UnsoundVectorsError } from '../errors/call.ts';
import { otherModel } from '../models/other-model.ts';
import type { QualityFailure } from '../ports/quality.ts';
import type { ProviderAnswer } from '../providers/provider.ts';
import { isTurnSpent, nextTurn } from '../turns.ts';
import { type Inspection, inspectionSteps } from '../validator/index.ts';
import type { Parcel, ParcelOutcome, Shipment } from './dispatch.ts';
import type { Settler } from './settler.ts';

/**
 * Inspects one provider answer, records what was found, and says of each parcel whether its vector may pass. A large one
 * is inspected over several turns of the event loop.
 */
export async function inspectShipment(
  shipment: Shipment,
  parcels: readonly Parcel[],
  answer: ProviderAnswer,
  settler: Settler,
): Promise<ParcelOutcome[]> {
  const { inspection, micros } = await inspected(shipment, answer);
  const place = (failure: QualityFailure): QualityFailure => ({
    ...failure,
    index: parcels[failure.index]?.index ?? failure.index,
  });
  const outcomes = parcels.map((parcel, slot): ParcelOutcome => {
    const item = inspection.items[slot];
    const vector = answer.vectors[slot];
    if (item?.ok && vector) return { ok: true, vector, warnings: item.warnings.map(place) };
    const findings = item && !item.ok ? item.findings : [];
    return {
      ok: false,
      error: new UnsoundVectorsError(shipment.provider.id, [
        {
          index: parcel.index,
          codes: findings.map((finding) => finding.code),
          message: findings[0]?.message ?? 'no vector came back',
        },
      ]),
    };
  });
  const failed = outcomes.filter((outcome) => !outcome.ok).length;
  settler.record({
    callId: shipment.context.callId,
    correlationId: shipment.context.correlationId,
    projectId: shipment.context.projectId,
    provider: shipment.context.provider,
    model: shipment.context.model,
    space: shipment.context.space,
    inspected: outcomes.length,
    passed: outcomes.length - failed,
    warned: outcomes.filter((outcome) => outcome.ok && outcome.warnings.length > 0).length,
    failed,
    inspectMicros: micros / Math.max(1, outcomes.length),
    failures: inspection.findings.map(place),
  });
  return outcomes;
}

/** With what it took, others' turns not counted. */
async function inspected(
  shipment: Shipment,
  answer: ProviderAnswer,
): Promise<{ inspection: Inspection; micros: number }> {
  let ms = 0;
  const steps = inspectionSteps({
    vectors: answer.vectors,
    promise: { dimensions: shipment.dimensions, unitNorm: shipment.model.unitNorm },
    anomalies: answer.anomalies,
    otherModel: otherModel(shipment.model.id, answer.model),
  });
  for (let began = performance.now(); ; ) {
    const step = steps.next();
    if (!step.done && !isTurnSpent()) continue;
    ms += performance.now() - began;
    if (step.done) return { inspection: step.value, micros: ms * 1000 };
    await nextTurn();
    began = performance.now();
  }
}
