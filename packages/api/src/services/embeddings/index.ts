export { type AnswerRequest, answer } from './answer.ts';
export { countTokens } from './count-tokens.ts';
export { type EmbedOutput, embed } from './embed.ts';
export { quote } from './quote.ts';
