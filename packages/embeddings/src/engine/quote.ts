import type { Mode } from '../ports/routing.ts';
import type { EmbeddingProvider } from '../providers/provider.ts';
import { groupDuplicates } from '../recall/index.ts';
import { letOthersIn } from '../turns.ts';
import type { AdmittedModel } from './admit.ts';
import { weighsExactly } from './countable.ts';
import type { Memory } from './memory.ts';
import { packFor } from './pack-for.ts';
import { inputCount, type Pieces, spanOf, tokensOfInput } from './pieces.ts';
import type { Quote } from './types.ts';

/** Weighs and prices a call without sending, holding or recording anything. */
export async function quoteCall(job: {
  mode: Mode;
  provider: EmbeddingProvider;
  admitted: AdmittedModel;
  space: string;
  pieces: Pieces;
  nanoUsdPerToken: bigint;
  scopes: string[];
  memory: Memory;
  projectId: string;
}): Promise<Quote> {
  const { admitted, pieces, provider } = job;
  const { texts, tokens } = pieces;
  const exact = weighsExactly(admitted.model);
  const limit = admitted.model.limits.maxTokensPerInput;
  const tooLong: Quote['tooLong'] = [];
  const fine: number[] = [];
  for (const [index, count] of tokens.entries()) {
    if (exact && count > limit) tooLong.push({ index, tokens: count });
    else fine.push(index);
  }
  const keys = await job.memory.keys(
    job.projectId,
    fine.map((index) => texts[index] ?? ''),
  );
  const { unique } = groupDuplicates(keys);
  await letOthersIn(texts.length);
  const found = await job.memory.recall(
    { pool: job.projectId, space: job.space, partition: provider.free ? 'free' : 'paid' },
    unique.map((slot) => keys[slot] as Uint8Array),
  );
  const weightOf = (slot: number) => tokens[fine[slot] ?? 0] ?? 0;
  const recalled = unique.filter((_, position) => found[position] !== undefined);
  const missing = unique.filter((_, position) => found[position] === undefined);
  await letOthersIn(texts.length);
  const send = Uint32Array.from(missing, weightOf);
  const sendTokens = sum(send);
  await letOthersIn(texts.length);
  const requests = missing.length === 0 ? 0 : packFor(admitted.model, send).length;
  await letOthersIn(texts.length);
  const total = sum(Uint32Array.from(fine, (index) => tokens[index] ?? 0));
  return {
    mode: job.mode,
    provider: provider.id,
    model: admitted.model.id,
    space: job.space,
    dimensions: admitted.dimensions,
    inputs: inputCount(pieces),
    exact,
    tokens: total,
    cachedInputs: recalled.length,
    cachedTokens: sum(Uint32Array.from(recalled, weightOf)),
    duplicateInputs: fine.length - unique.length,
    sendInputs: missing.length,
    sendTokens,
    requests,
    costNanoUsd: provider.free ? 0n : BigInt(sendTokens) * job.nanoUsdPerToken,
    listNanoUsd: BigInt(total) * job.nanoUsdPerToken,
    nanoUsdPerToken: job.nanoUsdPerToken,
    scopes: job.scopes,
    tooLong,
    cut: cutsOf(pieces),
  };
}

function cutsOf(pieces: Pieces): Quote['cut'] {
  const cuts: Quote['cut'] = [];
  if (pieces.starts === undefined) return cuts;
  for (let index = 0; index < inputCount(pieces); index++) {
    const { from, to } = spanOf(pieces, index);
    const truncatedTokens = pieces.cutOff?.[index] ?? 0;
    if (to - from === 1 && truncatedTokens === 0) continue;
    cuts.push({ index, tokens: tokensOfInput(pieces, index), truncatedTokens, windows: to - from });
  }
  return cuts;
}

function sum(values: Uint32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
