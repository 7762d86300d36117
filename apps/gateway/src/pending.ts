export { createMockProvider } from '../../../packages/embeddings/src/mock/index.ts';
export { createOpenAiProvider } from '../../../packages/embeddings/src/providers/openai/index.ts';
export { derivePoolKey } from '../../../packages/embeddings/src/recall/recall-key.ts';
export { createTokenCounter, createTokenizer } from '../../../packages/embeddings/src/tokenizer/index.ts';
