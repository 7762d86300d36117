import type { Retention } from '@weighbridge/db';
import type { z } from 'zod';
import type { retention } from '../schemas/retention.ts';
import { instantOrNull } from './instant.ts';

export function presentRetention({ days, detailsFrom }: Retention): z.infer<typeof retention> {
  return { days, detailsFrom: instantOrNull(detailsFrom) };
}
