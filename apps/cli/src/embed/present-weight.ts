import { formatUsd } from '@weighbridge/embeddings';
import type { Terminal } from '../command-line/terminal.ts';
import { count, counted, percent } from '../present/quantity.ts';
import type { Weight } from './weigh.ts';

/** The quote as a script reads it; amounts in nano-USD are decimal strings. */
export function weightAsJson(weight: Weight) {
  const { answer } = weight;
  return {
    documents: weight.documents,
    chunks: weight.chunks,
    resumed: weight.resumed,
    tokens: weight.tokens,
    cached: weight.cached,
    sendTokens: weight.sendTokens,
    requests: weight.requests,
    exact: weight.exact,
    costNanoUsd: weight.costNanoUsd.toString(),
    cost: formatUsd(weight.costNanoUsd),
    listNanoUsd: weight.listNanoUsd.toString(),
    list: formatUsd(weight.listNanoUsd),
    mode: answer?.mode ?? null,
    provider: answer?.provider ?? null,
    model: answer?.model ?? null,
    dimensions: answer?.dimensions ?? null,
    space: answer?.space ?? null,
    fits: weight.budgets.every((budget) => budget.fits),
    budgets: weight.budgets,
    skipped: weight.problems.filter((problem) => problem.outcome === 'skipped').length,
    failed: weight.problems.filter((problem) => problem.outcome === 'failed').length,
    problems: weight.problems,
  };
}

/** The quote as people read it. */
export function weightAsText(weight: Weight, style: Terminal['style']): string {
  const { answer } = weight;
  const atMost = weight.exact ? '' : 'at most ';
  const lines = [
    `${counted(weight.documents, 'document')}, ${counted(weight.chunks, 'chunk')}` +
      (weight.resumed > 0 ? `, ${count(weight.resumed)} of them already in the output` : ''),
  ];
  if (answer) {
    lines.push(
      `${counted(weight.pending, 'chunk')} to embed, ${counted(weight.tokens, 'token')}; ` +
        `${count(weight.cached)} of them in the cache or repeated`,
      `${atMost}${counted(weight.sendTokens, 'token')} to send in ${counted(weight.requests, 'request')}, mode ${answer.mode}, ` +
        `into ${answer.space}`,
      style('bold', `costs ${atMost}${formatUsd(weight.costNanoUsd)}`) +
        (weight.costNanoUsd === weight.listNanoUsd
          ? ''
          : ` (list price ${atMost}${formatUsd(weight.listNanoUsd)})`) +
        (weight.exact ? '' : `: how ${answer.model} counts tokens is not known here`),
    );
  }
  for (const budget of weight.budgets) {
    const line =
      `budget ${budget.scope} per ${budget.window}: ${budget.left} of ${budget.limit} left, ` +
      `this takes ${atMost}${percent(budget.share)} of it`;
    lines.push(
      budget.fits
        ? line
        : style(
            'yellow',
            `${line}: it ${weight.exact ? 'does' : 'may'} not fit, and stops when the budget is used up${budget.resetsAt ? ` (resets at ${budget.resetsAt})` : ''}`,
          ),
    );
  }
  return lines.join('\n');
}
