import { formatUsd, type NanoUsd } from '@weighbridge/embeddings';

/** An amount in both forms that every answer offers: exact nano-USD, and dollars for people. */
export function amount(nano: NanoUsd): { nanoUsd: string; usd: string } {
  return { nanoUsd: nano.toString(), usd: formatUsd(nano) };
}
