import { z } from 'zod';
import { instant } from './amounts.ts';

export const info = z.object({
  name: z.literal('weighbridge'),
  version: z.string(),
  startedAt: instant,
  dataDir: z.string(),
  /** Holds of a process that died, found at this start. */
  recoveredUncertain: z.number(),
  /** The address SDKs point at, such as http://127.0.0.1:4100/v1. */
  openaiBaseUrl: z.string(),
  defaultModel: z.string(),
  models: z.array(
    z.object({
      id: z.string(),
      dimensions: z.number(),
      nanoUsdPerToken: z.string(),
      pricePerMillion: z.string(),
    }),
  ),
  /** Environment variables that are in force and win over what is stored. */
  environment: z.array(z.string()),
});
