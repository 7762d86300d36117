import { aiSdk, aiSdkCompatible } from './ai-sdk.ts';
import { langchain } from './langchain.ts';
import type { Library } from './library.ts';
import { llamaindex } from './llamaindex.ts';
import { openai, openai6, openaiFloat } from './openai.ts';
import { weighbridge } from './weighbridge.ts';

export { type Library, MODEL } from './library.ts';

/** Every library that speaks OpenAI's protocol. */
export const OPENAI_LIBRARIES: readonly Library[] = [
  openai,
  openaiFloat,
  openai6,
  langchain,
  llamaindex,
  aiSdk,
  aiSdkCompatible,
];

/** Those, and our own. */
export const LIBRARIES: readonly Library[] = [...OPENAI_LIBRARIES, weighbridge];
