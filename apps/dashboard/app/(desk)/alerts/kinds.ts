import type { Alert } from '@/lib/trpc/types.ts';

export const KIND_NAMES: Readonly<Record<Alert['kind'], string>> = {
  threshold: 'Threshold of a budget',
  forecast: 'Forecast to run out',
  uncertain: 'Uncertain money',
  overrun: 'Metered beyond what was held',
  gap: 'Gap in the ledger',
  webhook: 'Alert that did not arrive',
};
