import { type EmbedAnswer, type NanoUsd, nanoToDecimal } from '@weighbridge/embeddings';

/** Inputs that are named one by one; a header has to stay small. */
const MOST_NAMED = 100;

/** What the tightest budget in scope has left after a call; nothing without one. */
export function budgetHeaders(room: NanoUsd | undefined): Record<string, string> {
  return room === undefined ? {} : { 'x-weighbridge-budget-remaining': nanoToDecimal(room) };
}

/** What we say of an answer beside OpenAI's own fields. */
export function answerHeaders(answered: EmbedAnswer): Record<string, string> {
  const cut = cutInputs(answered.items);
  return {
    'x-request-id': answered.callId,
    'x-weighbridge-request-id': answered.callId,
    'x-weighbridge-provider': answered.provider,
    'x-weighbridge-space': answered.space,
    'x-weighbridge-cost-usd': nanoToDecimal(answered.costNanoUsd),
    'x-weighbridge-cached': String(answered.cachedInputs),
    'x-weighbridge-mode': answered.mode,
    ...(cut === undefined ? {} : { 'x-weighbridge-too-long': cut }),
  };
}

/** `2=truncated:409, 7=windows:3`: tokens cut off input 2, and the windows that input 7 was embedded in. */
function cutInputs(items: EmbedAnswer['items']): string | undefined {
  const cut = items.filter(({ truncatedTokens, windows }) => truncatedTokens > 0 || windows > 1);
  if (cut.length === 0) return undefined;
  const named = cut
    .slice(0, MOST_NAMED)
    .map(({ index, truncatedTokens, windows }) =>
      truncatedTokens > 0 ? `${index}=truncated:${truncatedTokens}` : `${index}=windows:${windows}`,
    );
  const more = cut.length - named.length;
  return [...named, ...(more > 0 ? [`more=${more}`] : [])].join(', ');
}
