export { type AnswerRequest, answer } from './answer.ts';
export { assertAnswerFits } from './answer-size.ts';
export { countTokens } from './count-tokens.ts';
export {
  type EmbedRows,
  type EncodedRows,
  embed,
  embedEncoded,
  embedRows,
} from './embed.ts';
export { quote } from './quote.ts';
