export { type AnswerRequest, answer } from './answer.ts';
export { assertAnswerFits } from './answer-size.ts';
export { countTokens } from './count-tokens.ts';
export { type EmbedOutput, type EmbedRows, embed, embedRows } from './embed.ts';
export { quote } from './quote.ts';
